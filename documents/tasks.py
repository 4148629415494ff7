"""What is found out about a file after it was received, and what is thrown away in time."""

from datetime import timedelta

from django.apps import apps
from django.utils import timezone
from django_tasks import task

AGAIN = timedelta(minutes=1)


@task()
def prepare(pk):
    """Check a version for viruses, and then read what is in it. Where the scanner is away, the
    version waits."""
    from documents.preparing import prepare_version  # it knows the models, and they know us

    version = apps.get_model("documents.Version").objects.filter(pk=pk).first()
    if version is not None and not prepare_version(version):
        prepare.using(run_after=timezone.now() + AGAIN).enqueue(pk)


@task()
def forget_upload(pk):
    """An upload with which nobody went on for a day."""
    uploads = apps.get_model("documents.Upload").objects
    upload = uploads.filter(pk=pk).first()
    if upload is None:
        return
    until = upload.touched_at + timedelta(days=1)
    if until > timezone.now():
        forget_upload.using(run_after=until).enqueue(pk)
    else:
        upload.discard()
