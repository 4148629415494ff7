from django.apps import apps
from django_tasks import task

from groups import mail


@task()
def send_invitation(pk):
    invitations = apps.get_model("groups.Invitation").objects.open()
    invitation = invitations.select_related("group", "invited_by").filter(pk=pk).first()
    if invitation is not None:
        mail.invitation(invitation).send()
