import time
from datetime import timedelta

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from conversations.mail.confirming import confirmation


@task()
def send_confirmation(pk, language):
    waiting = apps.get_model("conversations.Held").objects.filter(author=None)
    held = waiting.select_related("thread").filter(pk=pk).first()
    if held is not None:
        confirmation(held, language).send()


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
    path = index_what_is_new.module_path
    DBTaskResult.objects.successful().filter(task_path=path).delete()
