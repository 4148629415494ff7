"""Who reads a conversation: its own choice of readers, its guests, and what the label says."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conversations.models import Thread
from conversations.models.audience import TooWide
from groups import access
from groups.models import AuditEntry, Group, Membership
from groups.models.hosting import NotAGuest

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def market(square, daan):
    """A conversation in an open group, started by a member."""
    return Thread.objects.start(square, daan, "Markt", "Wie komt er?", client_id="market")


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def notices(thread):
    return [notice["verb"] for notice in thread.messages.values_list("notice", flat=True) if notice]


def test_its_author_makes_a_conversation_narrower_than_the_group(market, daan, carla):
    assert carla in market.readers()
    market.narrow("members", by=daan)
    assert carla not in again(market).readers()
    assert not Thread.objects.visible_to(carla).exists()
    assert notices(market) == ["readers"]


def test_a_conversation_is_never_wider_than_its_group(market, mobility, anna, daan):
    with pytest.raises(TooWide):
        market.narrow("public", by=daan)
    with pytest.raises(TooWide):
        mobility.narrow("signed_in", by=anna)
    assert notices(market) == notices(mobility) == []


def test_when_the_group_becomes_narrower_its_conversations_follow(market, anna, daan, carla):
    market.narrow("signed_in", by=daan)
    market.group.describe(by=anna, reading="members")
    assert again(market).effective_reading == "members"
    assert carla not in again(market).readers()


def test_what_was_written_for_few_is_opened_to_more_by_a_moderator_only(market, daan, anna, carla):
    market.narrow("members", by=daan)
    with pytest.raises(access.MayNot):
        market.narrow("", by=daan)
    assert market.reading == "members"
    market.narrow("", by=anna)
    assert carla in again(market).readers()


def test_other_members_do_not_choose_who_reads(market, carla):
    market.group.admit(carla)
    with pytest.raises(access.MayNot):
        market.narrow("members", by=carla)


def test_the_choice_is_judged_by_the_group_as_it_is_under_the_lock(market, anna, daan):
    looked_up_before = again(market)
    assert looked_up_before.group.reading == "signed_in"
    market.group.describe(by=anna, reading="members")
    with pytest.raises(TooWide):
        looked_up_before.narrow("signed_in", by=daan)


def test_a_moderator_s_choice_for_another_is_recorded(market, anna, daan):
    market.narrow("members", by=anna)
    entry = AuditEntry.objects.get(action="narrow")
    assert (entry.actor, entry.about) == (anna, {"thread": market.pk, "reading": "members"})


def test_a_guest_reads_and_writes_in_one_conversation_only(mobility, water, anna, daan, carla, say):
    other = Thread.objects.start(water, anna, "Begroting", "Vertrouwelijk", client_id="2")
    mobility.bring_in(carla, by=daan)
    assert list(Thread.objects.visible_to(carla)) == [mobility]
    assert carla in mobility.readers()
    assert carla not in other.readers()
    say(mobility, carla, "Ik kijk mee")
    with pytest.raises(access.MayNot):
        say(other, carla, "En hier?")
    with pytest.raises(access.MayNot):
        Thread.objects.start(water, carla, "Van mij", "x", client_id="3")
    assert notices(mobility) == ["brought_in"]


def test_only_moderators_bring_guests_into_a_closed_group(mobility, market, samira, daan, carla):
    with pytest.raises(access.MayNot):
        mobility.bring_in(carla, by=samira)
    market.bring_in(carla, by=daan)  # an open group: members do, too
    assert access.role_of(carla, market) == "guest"


def test_a_guest_brings_nobody_in(mobility, market, daan, carla, samira):
    market.bring_in(carla, by=daan)
    with pytest.raises(access.MayNot):
        market.bring_in(samira, by=carla)


def test_who_is_a_member_or_was_put_out_is_no_guest(mobility, water, daan, samira, carla):
    with pytest.raises(NotAGuest):
        mobility.bring_in(samira, by=daan)
    with pytest.raises(NotAGuest):
        mobility.bring_in(samira.email, by=daan)
    water.bans.create(person=carla, by=daan, grounds="x")
    with pytest.raises(NotAGuest):
        mobility.bring_in(carla, by=daan)
    assert not water.memberships.filter(person=carla).exists()
    assert notices(mobility) == []


def test_an_address_is_invited_and_its_holder_becomes_a_guest(mobility, daan, carla):
    until = timezone.now() + timedelta(days=7)
    invitation = mobility.bring_in("Carla@Voorbeeld.nl", by=daan, until=until)
    assert carla not in mobility.readers()
    invitation.accept(carla)
    membership = Membership.objects.get(person=carla)
    assert (membership.role, membership.passes.get().expires_at) == ("guest", until)
    assert carla in mobility.readers()


def test_a_pass_ends_by_itself_and_another_goes_on(mobility, water, anna, daan, carla):
    other = Thread.objects.start(water, anna, "Vergroening", "Welke bomen?", client_id="2")
    mobility.bring_in(carla, by=daan, until=timezone.now() - timedelta(seconds=1))
    other.bring_in(carla, by=daan)
    assert list(Thread.objects.visible_to(carla)) == [other]
    assert access.role_of(carla, mobility) is None
    assert access.role_of(carla, other) == "guest"


def test_who_is_sent_off_reads_nothing_more_and_is_no_guest_any_more(mobility, water, daan, carla):
    mobility.bring_in(carla, by=daan)
    position = again(mobility).stream.position
    mobility.send_off(carla, by=daan)
    assert not Thread.objects.visible_to(carla).exists()
    assert not water.memberships.filter(person=carla).exists()
    assert again(mobility).stream.position == position + 1  # so the panel of others is renewed
    actions = AuditEntry.objects.order_by("number").values_list("action", flat=True)
    assert list(actions) == ["bring_in", "send_off"]


def test_another_guest_or_member_sends_nobody_off(mobility, market, samira, daan, carla, anna):
    mobility.bring_in(carla, by=daan)
    with pytest.raises(access.MayNot):
        mobility.send_off(carla, by=samira)
    mobility.send_off(carla, by=carla)
    assert carla not in mobility.readers()


def test_what_is_split_off_is_read_by_the_same_people(mobility, market, daan, carla, samira, say):
    mobility.bring_in(carla, by=daan)
    other = mobility.split(daan, "Apart", [say(mobility, samira, "Iets anders")])
    assert set(other.readers()) == set(mobility.readers())
    say(market, daan, "Blijft")
    market.narrow("members", by=daan)
    market.group.admit(samira, role="moderator")
    part = market.split(samira, "Deel", [say(market, daan, "Apart")])
    assert part.reading == "members"


def test_what_is_moved_to_another_group_leaves_its_guests_behind(
    mobility, square, anna, daan, carla, samira
):
    square.appoint(daan, "moderator", by=anna)
    square.describe(by=anna, reading="members")
    mobility.bring_in(carla, by=daan)
    invitation = mobility.bring_in("g@voorbeeld.nl", by=daan)
    mobility.move(daan, square)
    assert set(mobility.readers()) == {anna, daan}
    assert not Membership.objects.filter(person=carla).exists()
    with pytest.raises(access.MayNot):
        again(invitation).accept(samira)


def test_a_merge_does_not_open_what_was_narrow(market, square, anna, daan, carla):
    narrow = Thread.objects.start(square, anna, "Intern", "Onder ons", client_id="n")
    narrow.narrow("members", by=anna)
    narrow.merge(anna, market)
    assert carla not in again(market).readers()
    assert "readers" in notices(market)


def test_a_message_is_changed_by_the_rule_as_it_is_under_the_lock(
    mobility, square, anna, daan, samira, say
):
    """Looked up before its thread moved to where its author may not write."""
    said = say(mobility, samira, "Eerst hier")
    square.appoint(daan, "moderator", by=anna)
    looked_up_before = type(said).objects.select_related("thread__group__stream").get(pk=said.pk)
    assert looked_up_before.thread.group != square
    mobility.move(daan, square)
    with pytest.raises(access.MayNot):
        looked_up_before.edit(samira, "Stiekem anders")
    assert again(said).body == "Eerst hier"


def test_a_message_that_was_split_off_is_changed_in_the_thread_where_it_is_now(
    mobility, daan, samira, say
):
    said = say(mobility, samira, "Iets anders")
    looked_up_before = type(said).objects.select_related("thread__group__stream").get(pk=said.pk)
    other = mobility.split(daan, "Apart", [said])
    before = again(mobility.stream).position, again(other.stream).position
    looked_up_before.edit(samira, "Beter gezegd")
    assert again(mobility.stream).position == before[0]
    assert again(other.stream).position == before[1] + 1
    assert again(said).revision == before[1] + 1


def test_both_directions_of_the_rule_agree_with_guests_and_narrowed_conversations(
    mobility, market, anna, daan, samira, carla
):
    mobility.bring_in(carla, by=daan)
    market.narrow("members", by=daan)
    for thread in Thread.objects.all():
        seen_by = {
            person
            for person in (anna, daan, samira, carla)
            if Thread.objects.visible_to(person).filter(pk=thread.pk).exists()
        }
        assert set(thread.readers()) == seen_by
    assert Group.objects.visible_to(carla).count() == 2


def test_in_a_public_conversation_a_guest_is_not_named_before_they_speak(square, anna, carla):
    square.describe(by=anna, reading="public")
    thread = Thread.objects.start(square, anna, "Markt", "Wie komt er?", client_id="public")
    thread.bring_in(carla, by=anna)
    assert notices(thread) == []
    assert access.role_of(carla, thread) == "guest"


def test_when_the_last_pass_has_ended_not_even_the_group_is_seen(
    mobility, water, anna, daan, carla
):
    other = Thread.objects.start(water, anna, "Vergroening", "Welke bomen?", client_id="2")
    over = timezone.now() - timedelta(seconds=1)
    mobility.bring_in(carla, by=daan, until=over)
    assert water not in access.visible_groups(carla)
    other.bring_in(carla, by=daan)
    assert water in access.visible_groups(carla)
    other.send_off(carla, by=daan)
    assert water not in access.visible_groups(carla)
