"""Mail that comes in by LMTP and is posted: how many a second, and how soon a reader sees it."""

import time
from itertools import cycle

from bench import world
from bench.figures import Figure, percentile
from bench.gathering import gathered
from bench.loop import Loop
from bench.mailers import Mailers, mail, receiving
from bench.serving import serving
from conversations.mail import addresses
from conversations.models import Delivery
from workspace.streams.models import Event

CONNECTIONS, PEOPLE = 20, 200
WARM, MAILS = 200, 1500
RATE, SECONDS, READERS = 20, 20, 20


def measure():
    with receiving() as server:
        figures = [throughput(server, 1, "≥ 150/s"), throughput(server, 10, "")]
        memory = server.peak_kb / 1024
    return [
        *figures,
        Figure("  memory of the process, at most", "≤ 300 MB", f"{memory:.0f} MB", memory <= 300),
        latency(),
    ]


def throughput(server, number, target):
    """Into so many conversations at once; what is said in one of them is committed together."""
    threads = [world.thread(f"Per mail {each}") for each in range(number)]
    jobs = letters(threads, WARM + MAILS)
    sent(server, jobs[:WARM])
    began, cpu = time.monotonic(), server.cpu_seconds
    mailers = sent(server, jobs[WARM:])
    seconds, cpu = time.monotonic() - began, server.cpu_seconds - cpu
    posted = Delivery.objects.filter(outcome="posted", thread__in=threads).count()
    whole, a_second = posted == WARM + MAILS and not mailers.errors, MAILS / seconds
    return Figure(
        f"mails posted by LMTP into {number}, {CONNECTIONS} connections", target,
        f"{a_second:.0f}/s, CPU {1000 * cpu / MAILS:.1f} ms each, all posted: {whole}",
        whole and a_second >= 150 if target else None,
    )  # fmt: skip


def letters(threads, number):
    """By turns from each of the people to each of the conversations."""
    people = world.people(PEOPLE)
    to = {
        (person, thread): addresses.reply_address(person, thread)
        for person in people
        for thread in threads
    }
    pairs = cycle(to.items())
    jobs = []
    for _ in range(number):
        (person, _thread), address = next(pairs)
        jobs.append((person.email, address, *mail(person, address)))
    return jobs


def sent(server, jobs):
    mailers = Mailers(server.port, CONNECTIONS)
    for job in jobs:
        mailers.send(*job)
    mailers.finish()
    return mailers


def latency():
    thread, loop = world.thread("Meteen zichtbaar"), Loop()
    jobs = letters([thread], RATE * SECONDS)
    with serving() as web, receiving() as server:
        followers = gathered(loop, web, thread, READERS)
        mailers = Mailers(server.port, CONNECTIONS)
        begin = time.time()
        for number, job in enumerate(jobs):
            due = begin + number / RATE
            loop.run(until=lambda due=due: time.time() >= due, seconds=60)
            mailers.send(*job)
        loop.run(until=lambda: followers.deliveries >= len(jobs) * READERS, seconds=20)
        mailers.finish()
    times = [1000 * seconds for seconds in until_seen(thread, mailers, followers)]
    whole = len(times) == len(jobs) and not followers.faults
    p95 = percentile(times, 0.95)
    return Figure(
        f"{RATE} mails a second: p95 from accepted to the last of {READERS} readers", "≤ 1 s",
        f"{p95:.0f} ms (median {percentile(times, 0.5):.0f}), all seen: {whole}",
        whole and p95 <= 1000,
    )  # fmt: skip


def until_seen(thread, mailers, followers):
    messages = dict(Delivery.objects.filter(thread=thread).values_list("message", "mail_id"))
    events = Event.objects.filter(stream=thread.stream_id, data__message__in=list(messages))
    for position, message in events.values_list("position", "data__message"):
        seen = followers.last_at[position - followers.after - 1]
        yield seen - mailers.accepted_at[messages[message]]
