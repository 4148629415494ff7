"""The log of what moderators and administrators did: who reads it, and that it stays whole."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.signing import Signer
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from groups.models import AuditEntry, AuditHead, Group


@pytest.fixture
def entries(water, anna, daan, samira):
    """Four, written by the verbs themselves."""
    water.warn(samira, by=daan, grounds="Houd het zakelijk")
    water.pause(samira, timezone.now() + timedelta(days=1), by=daan, grounds="Nog steeds")
    water.resume(samira, by=daan)
    water.ban(samira, by=anna, grounds="En weer")
    return AuditEntry.objects.order_by("number")


def verify(**options):
    out = StringIO()
    call_command("verify_audit", stdout=out, **options)
    return out.getvalue().strip()


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def broken(**options):
    with pytest.raises(CommandError) as error:
        verify(**options)
    return str(error.value)


def test_an_empty_log_is_whole(db):
    assert verify() == "0:"


def test_a_log_that_nobody_touched_is_whole_and_its_head_is_printed(entries):
    last = entries.last()
    assert verify() == f"{last.number}:{last.hash}"


@pytest.mark.parametrize(
    "change",
    [
        "grounds = 'Iets anders'", "actor_name = 'Iemand anders'", "action = 'ban'",
        "subject_id = NULL", "about = '{\"until\": \"2000\"}'", "at = '2020-01-01 00:00:00+00:00'",
        "group_id = NULL", "actor_id = NULL", "subject_name = ''",
    ],
)  # fmt: skip
def test_an_entry_that_is_edited_is_found_at_its_number(entries, change):
    sql(f"UPDATE groups_auditentry SET {change} WHERE number = 2")  # noqa: S608
    assert broken().startswith("2:")


def test_an_entry_that_is_edited_with_its_own_hash_breaks_the_next(entries):
    forged = entries.get(number=2)
    forged.grounds = "Iets anders"
    sql("UPDATE groups_auditentry SET grounds = %s, hash = %s WHERE number = 2",
        forged.grounds, forged.sealed())  # fmt: skip
    assert broken().startswith("3:")


def test_a_chain_that_is_made_anew_does_not_fit_its_signed_head(entries):
    previous = ""
    for entry in entries:
        entry.previous, entry.grounds = previous, "Herschreven"
        entry.hash = previous = entry.sealed()
        sql("UPDATE groups_auditentry SET previous = %s, grounds = %s, hash = %s WHERE number = %s",
            entry.previous, entry.grounds, entry.hash, entry.number)  # fmt: skip
    assert broken().startswith("4:")


def test_an_entry_that_is_deleted_is_missed(entries):
    sql("DELETE FROM groups_auditentry WHERE number = 2")
    assert broken().startswith("2:")


def test_the_first_entry_cannot_go_either(entries):
    sql("DELETE FROM groups_auditentry WHERE number = 1")
    assert broken().startswith("1:")


def test_entries_that_change_places_are_found(entries):
    for was, now in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE groups_auditentry SET number = %s WHERE number = %s", now, was)
    assert broken().startswith("2:")


def test_an_end_that_is_cut_off_is_missed(entries):
    sql("DELETE FROM groups_auditentry WHERE number > 2")
    assert broken().startswith("3:")


def test_a_log_that_is_emptied_is_missed(entries):
    sql("DELETE FROM groups_auditentry")
    assert broken().startswith("1:")


def test_an_entry_that_is_added_from_outside_is_found(entries):
    last = entries.last()
    forged = AuditEntry(
        number=5, action="warn", at=timezone.now(), previous=last.hash, about={}
    )  # fmt: skip
    forged.hash = forged.sealed()
    forged.save(force_insert=True)
    assert broken().startswith("5:")


def test_a_head_that_is_moved_back_without_the_key_is_not_ours(entries):
    sql("DELETE FROM groups_auditentry WHERE number > 2")
    sql("UPDATE groups_audithead SET number = 2, hash = %s", entries.get(number=2).hash)
    assert "not signed" in broken()


def test_a_head_that_is_signed_with_another_key_is_not_ours(entries):
    head = AuditHead.objects.get()
    other = Signer(key="van iemand anders", salt="groups.audit").signature(str(head))
    sql("UPDATE groups_audithead SET signature = %s", other)
    assert "not signed" in broken()


def test_a_head_that_is_thrown_away_is_missed(entries):
    sql("DELETE FROM groups_audithead")
    assert broken().startswith("1:")


def test_a_log_put_back_to_an_earlier_moment_is_found_by_a_head_that_was_kept(
    water, samira, daan, anna
):
    water.warn(samira, by=daan, grounds="Eén")
    earlier = AuditHead.objects.get()
    water.warn(samira, by=daan, grounds="Twee")
    kept = verify()
    sql("DELETE FROM groups_auditentry WHERE number > 1")
    earlier.save()
    assert verify() == str(earlier), "by itself it is whole"
    assert broken(expect=kept).startswith("2:")


def test_a_head_that_was_kept_fits_a_log_that_went_on(water, samira, daan):
    water.warn(samira, by=daan, grounds="Eén")
    kept = verify()
    water.warn(samira, by=daan, grounds="Twee")
    assert verify(expect=kept).startswith("2:")
    assert broken(expect="1:iets-anders").startswith("1:")
    assert "colon" in broken(expect="rommel")


@pytest.mark.django_db(transaction=True)
def test_who_write_at_the_same_time_make_one_chain(water, daan, samira):
    def warn(number):
        try:
            group = Group.objects.get(pk=water.pk)
            group.warn(samira, by=daan, grounds=f"Nummer {number}")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        list(people.map(warn, range(18)))
    assert verify().startswith("18:")
    assert AuditEntry.objects.count() == 18


def test_an_entry_holds_no_words_of_a_conversation(mobility, daan, samira, say):
    message = say(mobility, samira, "Geheimwoord")
    message.hide(daan, "Niet hier")
    message.redact(daan, "Echt niet")
    mobility.hide(daan, "Ook niet")
    for entry in AuditEntry.objects.all():
        assert "Geheimwoord" not in f"{entry.about}{entry.grounds}"


def test_what_a_moderator_does_with_a_conversation_stands_in_the_log(
    water, mobility, anna, daan, say
):
    say(mobility, anna, "een")
    second = say(mobility, anna, "twee")
    mobility.rename(daan, "Anders")
    mobility.close(daan)
    mobility.reopen(daan)
    mobility.slow_down(daan, 60)
    other = mobility.split(daan, "Apart", [second])
    other.merge(daan, mobility)
    mobility.messages.get(number=1).pin(daan)
    actions = list(AuditEntry.objects.order_by("number").values_list("action", flat=True))
    assert actions == ["rename", "close", "reopen", "slow", "split", "merge", "pin"]
    assert verify().startswith("7:")


# Who reads it


def numbers(response):
    return re.findall(r'data-entry="(\d+)"', response.content.decode())


def test_owners_and_moderators_read_the_log_of_their_group_and_others_find_nothing(
    entries, water, signed_in, anna, daan, samira, carla
):
    address = reverse("audit", args=[water.slug])
    for person in (anna, daan):
        response = signed_in(person).get(address)
        assert numbers(response) == ["4", "3", "2", "1"]
        assert "Houd het zakelijk" in response.content.decode()
    for person in (samira, carla):
        assert signed_in(person).get(address).status_code == 404


def test_the_log_is_paged_and_filtered_by_what_was_done(
    water, daan, samira, signed_in, django_assert_max_num_queries
):
    for number in range(35):
        water.warn(samira, by=daan, grounds=f"Nummer {number}")
    water.pause(samira, timezone.now() + timedelta(days=1), by=daan, grounds="Rust")
    client, address = signed_in(daan), reverse("audit", args=[water.slug])
    with django_assert_max_num_queries(9):
        first = client.get(address)
    assert len(numbers(first)) == 30
    assert len(numbers(client.get(f"{address}?page=2"))) == 6
    assert numbers(client.get(f"{address}?action=pause")) == ["36"]
    assert "action=warn" in client.get(f"{address}?action=warn").content.decode(), "in its pages"
    assert numbers(client.get(f"{address}?action=onzin")) != []


def test_who_something_was_decided_about_reads_it_also_when_they_are_out(
    entries, signed_in, samira, carla
):
    page = signed_in(samira).get(reverse("rulings"))
    assert numbers(page) == ["4", "3", "2", "1"]
    assert "En weer" in page.content.decode()
    assert signed_in(samira).get(reverse("ruling", args=[4])).status_code == 200
    assert signed_in(carla).get(reverse("ruling", args=[4])).status_code == 404
    assert numbers(signed_in(carla).get(reverse("rulings"))) == []


def test_an_administrator_reads_that_something_was_done_but_not_why_nor_about_whom(
    entries, signed_in, carla, samira
):
    address = reverse("platform_audit")
    assert signed_in(carla).get(address).status_code == 404
    carla.is_staff = True
    carla.save()
    page = signed_in(carla).get(address)
    assert numbers(page) == ["4", "3", "2", "1"]
    assert "Daan Kuipers" in page.content.decode()
    assert samira.name not in page.content.decode()
    assert "Houd het zakelijk" not in page.content.decode()
