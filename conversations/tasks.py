import logging
import time
from datetime import timedelta

from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from conversations.mail.confirming import confirmation
from conversations.models.mailing import LEASE, delay


@task()
def send_confirmation(pk, language):
    waiting = apps.get_model("conversations.Held").objects.filter(author=None)
    held = waiting.select_related("thread__group").filter(pk=pk).first()
    if held is not None:
        confirmation(held, language).send()


logger = logging.getLogger(__name__)

READY = TaskResultStatus.READY
INDEX_SECONDS = 4
_index_at = 0.0


def index_soon():
    """After the commit: a task that reads what is new into the search index, one for all that this
    process writes in the next seconds. What a crash leaves is read with the next."""
    transaction.on_commit(_put_off_indexing, robust=True)


def _put_off_indexing():
    global _index_at
    now = time.monotonic()
    if now >= _index_at:
        _index_at = now + INDEX_SECONDS - 1  # the rest is for clocks that differ
        due = timezone.now() + timedelta(seconds=INDEX_SECONDS)
        index_what_is_new.using(run_after=due).enqueue()


@task()
def index_what_is_new():
    from conversations.search.indexing import catch_up  # the models import this module

    catch_up()
    forget_done(index_what_is_new)


_mail_at = 0.0


def mail_soon():
    """After the commit: a task that mails what was said. One is planned for many messages, also by
    other processes; whatever one leaves undone, the next does."""
    transaction.on_commit(_put_off_mail, robust=True)


def _put_off_mail():
    global _mail_at
    now = time.monotonic()
    if now >= _mail_at:
        _mail_at = now + delay().total_seconds() / 2
        plan(send_mail, timezone.now() + delay())


def plan(task, moment):
    """Have it done then, unless it is planned for no later than that already."""
    waiting = DBTaskResult.objects.filter(task_path=task.module_path, status=READY)
    if not waiting.filter(run_after__lte=moment).exists():
        task.using(run_after=moment).enqueue()


def resume():
    """When a server or a worker starts: what was planned and never done, because its worker was
    killed."""
    from conversations.mail.inbound.answers import post_later  # the models import this module

    try:
        plan(send_mail, timezone.now())
        plan(send_digests, timezone.now())
        overdue = apps.get_model("conversations.Delivery").objects.overdue()
        for pk in overdue.values_list("pk", flat=True):
            post_later.enqueue(pk)
    except DatabaseError as error:
        logger.warning("No database yet; mail goes on with the next message: %s", error)


@task()
def send_mail():
    from conversations.mail.outbound.rounds import send_due

    if apps.get_model("conversations.Outgoing").objects.exists():
        plan(send_mail, timezone.now() + LEASE)  # by another, if this worker dies
        if again := send_due():
            plan(send_mail, again)
        plan(send_digests, next_hour())
    forget_done(send_mail)


@task()
def send_digests():
    """Each hour; after downtime once for all the hours that went by."""
    from conversations.mail.outbound.digests import send_due

    plan(send_digests, next_hour())
    if again := send_due():
        plan(send_digests, again)
    forget_done(send_digests)


def next_hour():
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def forget_done(task):
    """Of what is done again and again only the failures are kept."""
    DBTaskResult.objects.successful().filter(task_path=task.module_path).delete()
