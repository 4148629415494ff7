"""50 people vote on one decision, 50 votes a second for 10 seconds, while 200 read along."""

import time
from collections import Counter, defaultdict

from django.urls import reverse

from bench import world
from bench.figures import Figure, percentile
from bench.gathering import gathered
from bench.loop import Loop
from bench.posters import WORDS, Posters
from bench.serving import serving
from conversations.outcomes.decisions.models import Decision
from workspace.streams.models import Event

FOLLOWERS, VOTERS = 200, 50
RATE, SECONDS = 50, 10
OPTIONS = "Asfalt", "Klinkers", "Beton"


class Voting:
    """Each votes for the next option, again and again; `chosen` is what they chose last."""

    def __init__(self):
        self.chosen = {}

    def __call__(self, poster):
        self.chosen[poster] = self.chosen.get(poster, 0) % len(OPTIONS) + 1
        return {"options": self.chosen[poster]}


def measure():
    decision, loop, voting = proposal(), Loop(), Voting()
    voters = list(decision.voters.order_by("pk").select_related("person"))
    people = [voter.person for voter in voters]
    path = reverse("decision_answer", args=[decision.pk])
    with serving() as server:
        followers = gathered(loop, server, decision.thread, FOLLOWERS)
        posters = Posters(loop, server.port, path, world.cookies(people), voting)
        loop.run(seconds=2)
        cpu = server.cpu_seconds
        vote_steadily(loop, posters)
        loop.run(
            until=lambda: posters.are_idle and followers.deliveries >= RATE * SECONDS * FOLLOWERS,
            seconds=20,
        )
        cpu = 1000 * (server.cpu_seconds - cpu) / (RATE * SECONDS)
    chosen = {
        person.pk: voting.chosen[p] for person, p in zip(people, posters.members, strict=True)
    }
    sent = {person.pk: p.answered for person, p in zip(people, posters.members, strict=True)}
    return [
        kept(decision, chosen, posters),
        live(decision, sent, followers),
        Figure("  server CPU for a vote, with the card for 200", "", f"{cpu:.1f} ms"),
    ]


def proposal():
    thread, people = world.thread("Stemmen"), world.people(VOTERS)
    options = [{"label": label} for label in OPTIONS]
    return Decision.objects.grow(
        thread, people[0], title="Welke verharding?", body=WORDS, client_id=f"votes-{thread.pk}",
        method="vote", options=options, audience="named", people=people,
    )  # fmt: skip


def vote_steadily(loop, posters):
    begin = time.time()
    for number in range(RATE * SECONDS):
        due = begin + number / RATE
        loop.run(until=lambda due=due: time.time() >= due and posters.post(due), seconds=60)


def kept(decision, chosen, posters):
    """Whether the ballots, the count and the log are what the voters were told."""
    decision.refresh_from_db()
    ballots = {ballot.person_id: ballot.answer["options"] for ballot in decision.ballots.all()}
    count = Counter(str(option) for option in chosen.values())
    votes = sum(len(poster.answered) for poster in posters.members)
    right = (
        ballots == {person: [option] for person, option in chosen.items()}
        and decision.ballots.count() == VOTERS == decision.answered
        and {key: votes for key, votes in decision.tally.items() if votes} == count
        and events(decision).count() == votes == RATE * SECONDS
    )
    measured = f"{votes} votes, {len(posters.errors)} errors, the count is right: {right}"
    return Figure("500 votes in 10 s by 50 voters", "all, once", measured, right)


def events(decision):
    stream = decision.message.thread.stream_id
    return Event.objects.filter(
        stream=stream, data__message=decision.message_id, verb="Update", actor__isnull=False
    )


def live(decision, sent, followers):
    """From the moment that a vote was due to be sent until the last reader has the card."""
    times, order = [], defaultdict(int)
    for event in events(decision).order_by("position"):
        place = followers.last_at[event.position - followers.after - 1]
        times.append(1000 * (place - sent[event.actor_id][order[event.actor_id]]))
        order[event.actor_id] += 1
    p99, whole = percentile(times, 0.99), not followers.faults and len(times) == RATE * SECONDS
    return Figure(
        "  p99 until the card of all 200 readers shows it", "≤ 300 ms",
        f"{p99:.0f} ms (median {percentile(times, 0.5):.0f}), {len(followers.faults)} faults",
        p99 <= 300 and whole,
    )  # fmt: skip
