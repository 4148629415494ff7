from django.apps import apps
from django_tasks import task

from conversations.mail.confirming import confirmation


@task()
def send_confirmation(pk, language):
    waiting = apps.get_model("conversations.Held").objects.filter(author=None)
    held = waiting.select_related("thread").filter(pk=pk).first()
    if held is not None:
        confirmation(held, language).send()
