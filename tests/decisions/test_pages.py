"""The pages of decisions: making one, answering, what each may see, and steering."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.decisions.wording import changes
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def in_days(days, at="12:00"):
    """A moment to come, as a browser sends it."""
    return f"{timezone.localdate() + timedelta(days=days)}T{at}"


@pytest.fixture
def propose(mobility, samira):
    counter = iter(range(1000))

    def propose(by=samira, title="Meer rekken", method="consent", **about):
        about.setdefault("closes_at", timezone.now() + timedelta(days=7))
        return Decision.objects.grow(
            mobility, by, title=title, client_id=f"d{next(counter)}", method=method, **about
        )

    return propose


@pytest.fixture
def read(signed_in):
    def read(person, address, **more):
        response = signed_in(person).get(address, **more)
        assert response.status_code == 200, response.status_code
        return response.content.decode()

    return read


def new(mobility):
    return reverse("decision_new", args=[mobility.pk])


def url(name, decision):
    return reverse(name, args=[decision.pk])


# Making one


def test_first_one_chooses_how_and_the_words_come_along(mobility, samira, signed_in):
    client = signed_in(samira)
    begun = {"begin": "1", "body": "Meer rekken\n\nBij het station."}
    page = client.post(new(mobility), begun).content.decode()
    for method in (
        "recorded",
        "advice",
        "consent",
        "consensus",
        "vote",
        "ranked",
        "score",
        "dates",
    ):
        assert f'name="method" value="{method}"' in page
    begun |= {"method": "consent", "title": "Meer rekken", "source": ""}
    page = client.post(new(mobility), begun).content.decode()
    assert 'value="Meer rekken"' in page
    assert "Bij het station." in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("method", "more"),
    [
        ("recorded", {"decided_by": "De stuurgroep", "decided_on": "2026-11-20"}),
        ("consent", {"audience": "members", "quorum": "50"}),
        ("vote", {"options_label": ["Blauw", "Groen", ""], "options_meaning": ["choice"] * 3}),
        ("ranked", {"options_label": ["Blauw", "Groen"]}),
        ("score", {"options_label": ["Blauw", "Groen"], "max_score": "5"}),
        ("dates", {"options_starts": [in_days(99, "10:00"), in_days(100, "10:00")],
                   "options_until": ["11:30", ""]}),
    ],
)  # fmt: skip
def test_each_method_is_made_by_its_form(mobility, samira, signed_in, method, more):
    sent = {
        "method": method, "title": "Welke kleur?", "closes_at": in_days(40),
        "audience": "members", "quorum": "0", "reasons": "objection", "results": "always",
        "max_choices": "1", "threshold": "most", "basis": "cast",
    } | more  # fmt: skip
    response = signed_in(samira).post(new(mobility), sent)
    assert response.status_code == 302, response.content.decode()
    decision = Decision.objects.get()
    assert (decision.method, decision.title) == (method, "Welke kleur?")
    assert decision.options.count() == (2 if "options" in " ".join(more) else 0)
    if method == "dates":
        first = decision.options.first()
        assert first.ends_at - first.starts_at == timedelta(minutes=90)


def test_advice_is_asked_of_named_people(mobility, samira, daan, signed_in):
    sent = {"method": "advice", "title": "Hek weg?", "results": "always"}
    response = signed_in(samira).post(new(mobility), sent)
    assert response.status_code == 422
    signed_in(samira).post(new(mobility), sent | {"people": [daan.pk]})
    assert [voter.person for voter in Decision.objects.get().voters.all()] == [daan]


def test_another_row_comes_and_goes_without_javascript(mobility, samira, signed_in):
    sent = {"method": "vote", "title": "Kleur", "options_label": ["Blauw", "Groen", "Rood"],
            "options_meaning": ["for", "choice", "choice"]}  # fmt: skip
    more = signed_in(samira).post(new(mobility), sent | {"options_more": "1"})
    assert more.content.decode().count('name="options_label"') == 4
    less = signed_in(samira).post(new(mobility), sent | {"options_drop": "1"}).content.decode()
    assert "Groen" not in less
    assert 'value="Rood"' in less
    assert 'value="Kleur"' in less
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes_at": "2020-01-01T12:00"}, "closes_at"),
        ({"closes_at": "9999-12-31T23:59"}, "closes_at"),
        ({"closes_at": in_days(40), "opens_at": in_days(70)}, "closes_at"),
        ({"options_label": ["Een", ""]}, "options"),
        ({"options_label": [f"Keuze {n}" for n in range(400)]}, "options"),
        ({"options_label": ["Een", "x" * 151]}, "options"),
        ({"quorum": "101"}, "quorum"),
        ({"title": "\u202e"}, "title"),
        ({"people": ["999999"]}, "people"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_nothing_is_lost(
    mobility, samira, signed_in, wrong, field
):
    sent = {
        "method": "vote", "title": "Welke kleur?", "body": "Kies er **een**.",
        "options_label": ["Blauw", "Groen"], "closes_at": in_days(40),
        "audience": "members", "quorum": "0", "reasons": "never", "results": "always",
        "max_choices": "1", "threshold": "most", "basis": "cast",
    } | wrong  # fmt: skip
    if "options_label" in wrong:
        sent["options_meaning"] = ["choice"] * len(wrong["options_label"])
    response = signed_in(samira).post(new(mobility), sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert "Kies er **een**." in page
    assert not Decision.objects.exists()


def test_a_draft_is_changed_and_opened_by_who_made_it(propose, samira, daan, signed_in, carla):
    draft = propose(draft=True, method="vote", options=[{"label": "Ja"}, {"label": "Nee"}])
    client = signed_in(samira)
    assert 'value="Nee"' in client.get(url("decision_revise", draft)).content.decode()
    sent = {
        "title": "Veel meer rekken", "options_label": ["Ja", "Nee", "Later"],
        "options_meaning": ["for", "against", "abstain"], "audience": "members", "quorum": "0",
        "reasons": "never", "results": "always", "max_choices": "1", "threshold": "majority",
        "basis": "cast",
    }  # fmt: skip
    assert client.post(url("decision_revise", draft), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Veel meer rekken"
    assert [option.meaning for option in draft.options.all()] == ["for", "against", "abstain"]
    client.post(url("decision_steer", draft), {"verb": "open"})
    draft.refresh_from_db()
    assert draft.is_open
    assert signed_in(carla).get(url("decision_revise", draft)).status_code == 404


# Answering


@pytest.mark.parametrize(
    ("about", "sent", "answer"),
    [
        ({"method": "consent"}, {"stand": "consent"}, {"stand": "consent"}),
        ({"method": "vote", "options": 3}, {"options": "2"}, {"options": [2]}),
        ({"method": "vote", "options": 3, "max_choices": 2}, {"options": ["1", "3"]},
         {"options": [1, 3]}),
        ({"method": "ranked", "options": 3}, {"option_1": "3", "option_3": "1"},
         {"ranking": [3, 1]}),
        ({"method": "score", "options": 3}, {"option_2": "0", "option_3": "5"},
         {"scores": [[2, 0], [3, 5]]}),
    ],
)  # fmt: skip
def test_each_method_has_its_ballot(propose, anna, signed_in, read, about, sent, answer):
    if count := about.get("options"):
        about = about | {"options": [{"label": f"Keuze {n}"} for n in range(1, count + 1)]}
    decision = propose(**about)
    assert url("decision_answer", decision) in read(anna, decision.get_absolute_url())
    response = signed_in(anna).post(url("decision_answer", decision), sent)
    assert response.status_code == 302, response.content.decode()
    assert decision.ballot_of(anna).answer == answer
    again = read(anna, url("decision_answer", decision))
    assert again.count(" checked") + again.count(" selected") >= 1


def test_a_vote_in_a_card_costs_little(
    propose, anna, signed_in, django_assert_max_num_queries, settings
):
    settings.FLOOD_LIMITS = False
    decision = propose(method="vote", options=[{"label": "Oost"}, {"label": "West"}])
    client, card = signed_in(anna), {"HX-Request": "true", "HX-Target": "own"}
    for choice in ("1", "2"):  # the first answer, and another one
        with django_assert_max_num_queries(17):
            sent = {"options": choice, "for": anna.pk, "version": 1}
            said = client.post(url("decision_answer", decision), sent, headers=card)
        assert said.status_code == 200
        assert decision.ballot_of(anna).answer == {"options": [int(choice)]}


def test_in_a_card_the_answer_comes_back_in_its_place(propose, anna, signed_in):
    decision = propose()
    card = {"HX-Request": "true", "HX-Target": f"own-{decision.pk}-1"}
    client = signed_in(anna)
    for name in ("decision_own", "decision_answer"):
        part = client.get(url(name, decision), headers=card).content.decode()
        assert "<html" not in part
        assert url("decision_answer", decision) in part
    said = client.post(url("decision_answer", decision), {"stand": "object"}, headers=card)
    assert said.status_code == 422  # an objection has a reason
    sent = {"stand": "object", "reason": "Te duur"}
    part = client.post(url("decision_answer", decision), sent, headers=card).content.decode()
    assert "<html" not in part
    assert "Bezwaar" in part or "Objection" in part


def test_who_was_not_asked_gets_a_page_that_says_so(propose, water, carla, signed_in, read):
    decision = propose()
    water.admit(carla)
    page = read(carla, url("decision_answer", decision))
    assert "ballot" not in page
    assert (
        signed_in(carla).post(url("decision_answer", decision), {"stand": "consent"}).status_code
        == 422
    )
    assert not decision.ballots.exists()


def test_a_vote_is_given_answered_for_and_taken_back(propose, anna, daan, signed_in, read):
    decision = propose(has_proxies=True)
    address = url("decision_proxy", decision)
    assert signed_in(anna).post(address, {"to": daan.pk}).status_code == 302
    assert signed_in(daan).post(address, {"to": anna.pk}).status_code == 422  # a circle
    sent = {"stand": "consent", "for": anna.pk}
    assert signed_in(daan).post(url("decision_answer", decision), sent).status_code == 302
    assert decision.ballots.get(person=anna).cast_by == daan
    page = read(daan, decision.get_absolute_url())
    assert "Anna Bakker" in page
    signed_in(anna).post(address, {"take_back": "1"})
    assert decision.voter(anna).proxy is None


# What each may see


def test_hidden_results_are_on_no_page_before_their_time(propose, anna, daan, samira, read):
    decision = propose(results="closed")
    decision.cast(anna, "object", "Veel te duur")
    for reader in (daan, samira):
        assert "Veel te duur" not in read(reader, decision.get_absolute_url())
    assert "Veel te duur" in read(anna, decision.get_absolute_url())
    decision.close(samira)
    assert "Veel te duur" in read(daan, decision.get_absolute_url())


def test_a_secret_vote_names_nobody_ever(propose, anna, daan, samira, read):
    decision = propose(method="vote", options=[{"label": "Ja"}, {"label": "Nee"}], is_secret=True)
    decision.cast(anna, [1])
    decision.cast(daan, [1])
    decision.close(samira)
    page = read(samira, decision.get_absolute_url())
    section = page[page.index('id="decision-live"') : page.index('id="trail"')]
    assert "Anna Bakker" not in section
    assert "Ja" in section


def test_the_count_is_shown_so_that_a_reader_can_redo_it(propose, anna, daan, samira, read):
    options = [{"label": name} for name in ("Blauw", "Groen", "Rood")]
    decision = propose(method="ranked", options=options, quorum=50)
    decision.cast(anna, [1, 2])
    decision.cast(daan, [2, 1])
    decision.cast(samira, [3, 2])
    decision.close(samira)
    page = read(daan, decision.get_absolute_url())
    assert "<table" in page
    assert page.count("count-out") >= 1
    assert "50" in page[page.index('class="recount"') :]


def test_a_page_costs_the_same_for_two_answers_and_for_many(propose, water, anna, signed_in):
    client = signed_in(anna)

    def cost(members):
        decision = propose(title=f"Voor {len(members)}")
        for each in members:
            decision.cast(each, "object", "Nee")
            decision.reply(anna, decision.ballots.get(person=each), "Toch wel")
        decision.amend(decision.author, "Iets anders", "")
        for each in members:
            decision.cast(each, "object", "Nog niet")
        client.get(decision.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            assert "Nog niet" in client.get(decision.get_absolute_url()).content.decode()
        return len(asked)

    many = [person(f"Lid{n} Nummer", "Gemeente Rivierstad") for n in range(6)]
    for each in many:
        water.admit(each)
    assert cost(many) == cost(many[:2]) <= 32


# Steering


def test_an_objection_is_answered_and_met_by_other_words(propose, anna, samira, signed_in, read):
    decision = propose(body="Twintig rekken.")
    decision.cast(anna, "object", "Te veel")
    ballot = decision.ballots.get()
    client = signed_in(samira)
    address = reverse("decision_reply", args=[decision.pk, ballot.pk])
    assert client.post(address, {"text": "Daar zit iets in."}).status_code == 302
    sent = {"title": "Meer rekken", "body": "Tien rekken.", "why": "Op verzoek",
            "closes_at": in_days(40)}  # fmt: skip
    assert client.post(url("decision_amend", decision), sent).status_code == 302
    page = read(anna, decision.get_absolute_url())
    assert "Daar zit iets in." in page
    page = read(anna, url("decision_earlier", decision))
    assert "<del>Twintig</del><ins>Tien</ins>" in page


def test_a_tie_is_decided_by_a_person(propose, anna, daan, samira, signed_in, read):
    decision = propose(method="vote", options=[{"label": "Blauw"}, {"label": "Groen"}])
    decision.cast(anna, [1])
    decision.cast(daan, [2])
    client = signed_in(samira)
    client.post(url("decision_steer", decision), {"verb": "close"})
    sent = {"adopted": "yes", "statement": "Het wordt groen."}
    assert client.post(url("decision_decide", decision), sent).status_code == 422
    sent["option"] = decision.options.get(number=2).pk
    assert client.post(url("decision_decide", decision), sent).status_code == 302
    page = read(anna, decision.get_absolute_url())
    assert "Het wordt groen." in page
    later = timezone.localdate() + timedelta(days=160)
    sent = {"statement": "Groen, vanaf mei.", "review_on": later, "carriers": [anna.pk]}
    assert client.post(url("decision_outcome", decision), sent).status_code == 302
    decision.refresh_from_db()
    assert (decision.review_on, list(decision.carriers.all())) == (later, [anna])
    page = read(anna, decision.get_absolute_url())
    assert reverse("task_new", args=[decision.thread.pk]) in page


def test_steering_is_for_who_made_it_and_who_keeps_order(
    propose, anna, daan, samira, carla, signed_in
):
    decision = propose()
    later = {"verb": "reschedule", "reschedule-closes_at": in_days(70)}
    address = url("decision_steer", decision)
    assert signed_in(carla).post(address, later).status_code == 404
    assert signed_in(samira).post(address, later).status_code == 302
    past = {"verb": "reschedule", "reschedule-closes_at": "2020-02-01T12:00"}
    assert signed_in(daan).post(address, past).status_code == 422
    assert signed_in(daan).post(address, {"verb": "bezweer"}).status_code == 400
    signed_in(daan).post(address, {"verb": "withdraw", "withdraw-why": "Niet nodig"})
    decision.refresh_from_db()
    assert decision.state == "withdrawn"
    assert signed_in(daan).get(address).status_code == 200


def test_every_step_is_a_sentence_in_the_thread(propose, mobility, anna, samira, daan, read):
    decision = propose(body="Tien", has_proxies=True)
    decision.give_proxy(anna, daan)
    decision.amend(samira, "Meer rekken", "Twaalf", "Meer nodig")
    decision.close(samira)
    decision.state_outcome(samira, "We doen het.")
    page = read(anna, mobility.get_absolute_url())
    for notice in mobility.messages.exclude(notice=None):
        start = page.index(f'id="m{notice.pk}"')
        sentence = page[start : page.index("</article>", start)]
        assert decision.get_absolute_url() in sentence
        assert notice.notice["verb"] not in sentence


# Pure


def test_changes_give_back_both_texts():
    was, now = "Wij kopen twintig rekken\nvoor de fiets.", "Wij kopen tien rekken\nvoor elke fiets."
    pieces = changes(was, now)
    assert "".join(p.text for p in pieces if p.kind != "new") == was
    assert "".join(p.text for p in pieces if p.kind != "gone") == now
    assert [p.text for p in pieces if p.kind == "gone"] == ["twintig", "de"]


def test_on_paper_stands_the_count_and_what_this_reader_may_see(
    propose, anna, daan, samira, signed_in
):
    decision = propose(results="closed")
    decision.cast(anna, "object", "Veel te duur")
    address = reverse("outcome_html", args=["decision", decision.pk])
    assert "Veel te duur" not in signed_in(daan).get(address).content.decode()
    decision.close(samira)
    paper = signed_in(daan).get(address).content.decode()
    assert "Anna Bakker" in paper
    assert "Veel te duur" in paper
