"""How long mails that came in, and what the log says of them, are kept."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from conversations import tasks
from conversations.models import AutomaticAnswer, Bouncing, Delivery
from conversations.models.mail_log import FOR_PERSON

LOG_KEPT = timedelta(days=365)
ANSWERS_KEPT = timedelta(days=7)
# Why a mail waits that nobody needs after some time.
ENDING = (*FOR_PERSON, "failed", "postmaster")
DAY = timedelta(days=1)
AT_A_TIME = 500
_planned_on = None


def plan():
    """That there is a next run: asked at the first mail of a day, by each process. A run plans the
    next one; this finds out when one came to nothing."""
    global _planned_on
    today = timezone.now().date()
    if _planned_on != today:
        _plan_next()  # first: should it fail, the next mail asks again
        _planned_on = today


@task()
def forget_old_mails():
    forget(timezone.now())
    tasks.forget_done(forget_old_mails)
    _plan_next()


def forget(now):
    """What is past its time at this moment. A mail that waits for a moderator is kept until one
    decides; one that waits for its person, or for who runs the platform, is dropped."""
    old = Delivery.objects.filter(received_at__lt=now - timedelta(days=settings.MAIL_KEPT_DAYS))
    expired = old.waiting().filter(reason__in=ENDING)
    expired.update(outcome="dropped", reason="expired", settled_at=now)
    decided = old.exclude(pk__in=old.waiting().values("pk"))
    _in_parts(decided.exclude(raw=""), lambda part: part.forget_mails())
    over = decided.filter(received_at__lt=now - LOG_KEPT)
    _in_parts(over, lambda part: part.delete())
    AutomaticAnswer.objects.filter(on__lt=(now - ANSWERS_KEPT).date()).delete()
    Bouncing.objects.filter(suspended_at=None, scored_at__lt=now - LOG_KEPT).delete()


def _in_parts(deliveries, forget_these):
    """Few at a time: mails that come in meanwhile do not wait long."""
    while keys := list(deliveries.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]):
        forget_these(Delivery.objects.filter(pk__in=keys))


def _plan_next():
    tasks.plan(forget_old_mails, timezone.now() + DAY)
