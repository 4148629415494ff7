from django.apps import apps
from django_tasks import task

from groups import mail


@task()
def send_invitation(pk):
    invitations = apps.get_model("groups.Invitation").objects.open()
    invitation = invitations.select_related("group", "invited_by").filter(pk=pk).first()
    if invitation is not None:
        mail.invitation(invitation).send()


@task()
def invite_next(pk):
    """The next ones of a list; as long as some are left it asks for itself again."""
    apps.get_model("groups.InvitationList").advance(pk)


@task()
def send_answer(pk):
    """To who asked to join: whether they may."""
    requests = apps.get_model("groups.JoinRequest").objects.exclude(answered_at=None)
    answered = requests.select_related("group", "person").filter(pk=pk).first()
    if answered is not None:
        mail.answer(answered).send()
