"""How long mails and the log of them are kept."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from conversations.mail import retention
from conversations.models import AutomaticAnswer, Bouncing, Delivery

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def came(files, water):
    """`came(days, outcome, reason)`: a mail of so many days ago."""

    def came(days, outcome="posted", reason="", **about):
        about = {"raw": ContentFile(b"mail", "mail")} | about
        delivery = Delivery.objects.create(
            transport="lmtp", recipient="water@localhost", sender="a@elders.nl", subject="Plan",
            size=4, sha256="a", outcome=outcome, reason=reason, group=water, **about,
        )  # fmt: skip
        at = NOW - timedelta(days=days)
        Delivery.objects.filter(pk=delivery.pk).update(received_at=at)
        return delivery

    return came


def forget(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        retention.forget(NOW)


def left(delivery):
    """("row", "mail"), or what is left of them."""
    found = Delivery.objects.filter(pk=delivery.pk).first()
    kept = found and found.raw and found.raw.storage.exists(found.raw.name)
    return ("row",) * bool(found) + ("mail",) * bool(kept)


def test_mails_go_after_the_days_that_are_set_and_the_log_after_a_year(
    came, files, settings, django_capture_on_commit_callbacks
):
    settings.MAIL_KEPT_DAYS = 30
    young, old, ancient = came(29), came(31, "rejected", "empty"), came(366)
    forget(django_capture_on_commit_callbacks)
    assert [left(each) for each in (young, old, ancient)] == [("row", "mail"), ("row",), ()]
    assert len([path for path in files.rglob("*") if path.is_file()]) == 1
    old.refresh_from_db()
    assert (old.outcome, old.subject) == ("rejected", "Plan"), "that it came stays in the log"


def test_what_waits_for_a_moderator_is_kept_and_what_nobody_confirms_is_dropped(
    came, django_capture_on_commit_callbacks
):
    desk, later = came(400, "held", "same-id"), came(400, "held", "approval")
    asked, failed = came(100, "held", "other-sender"), came(100, "held", "failed")
    forget(django_capture_on_commit_callbacks)
    assert [left(each) for each in (desk, later)] == [("row", "mail")] * 2
    for each in (asked, failed):
        each.refresh_from_db()
        assert (each.outcome, each.reason, left(each)) == ("dropped", "expired", ("row",))


def test_a_file_that_two_deliveries_share_goes_with_the_last(
    came, django_capture_on_commit_callbacks
):
    old = came(100)
    young = came(1, raw=old.raw.name)
    forget(django_capture_on_commit_callbacks)
    assert left(young) == ("row", "mail") and left(old) == ("row",)
    with django_capture_on_commit_callbacks(execute=True):
        Delivery.objects.forget_mails()
    assert not young.raw.storage.exists(young.raw.name)


def test_many_are_forgotten_in_parts(came, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(retention, "AT_A_TIME", 2)
    many = [came(400) for _number in range(5)]
    forget(django_capture_on_commit_callbacks)
    assert [left(each) for each in many] == [()] * 5


def test_what_was_counted_long_ago_goes_and_who_is_suspended_stays(came):
    year = NOW - timedelta(days=366)
    Bouncing.objects.create(email="oud@elders.nl", scored_at=year)
    Bouncing.objects.create(email="weg@elders.nl", scored_at=year, suspended_at=year)
    AutomaticAnswer.objects.create(email="a@elders.nl", on=year.date())
    AutomaticAnswer.objects.create(email="a@elders.nl", on=NOW.date())
    retention.forget(NOW)
    assert [each.email for each in Bouncing.objects.all()] == ["weg@elders.nl"]
    assert AutomaticAnswer.objects.count() == 1


@pytest.mark.once
def test_one_run_is_planned_and_each_run_plans_the_next(monkeypatch):
    def planned():
        path = retention.forget_old_mails.module_path
        return DBTaskResult.objects.filter(task_path=path, status="READY")

    for _process in range(3):
        monkeypatch.setattr(retention, "_planned_on", None)
        retention.plan()
    assert timedelta(hours=23) < planned().get().run_after - timezone.now() <= timedelta(days=1)
    planned().update(status="RUNNING")
    retention.forget_old_mails.func()
    assert planned().count() == 1
