"""What is done with a task by a click in a mail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversations.kinds import CannotAnswer, MailVerb
from conversations.models import Closed, Unapproved
from conversations.outcomes.tasks.models import Status
from conversations.outcomes.tasks.refusals import Finished, Refused
from conversations.views.outcomes import in_words
from groups import access

DONE, SIGN_UP = "done", "signup"
SAYS_DONE = MailVerb(DONE, gettext_lazy("It is done"))
SIGNS_UP = MailVerb(SIGN_UP, gettext_lazy("I will do it"))


def verbs(task, people):
    """{person key: [MailVerb]}: who is involved says that it is done; where someone is missing,
    others can say that they do it."""
    if task.is_finished:
        return {}
    involved = {assignment.person_id for assignment in task.assignments.all()} | {task.owner_id}
    doing = involved - {task.owner_id} if task.has_room else involved
    buttons = {}
    for person in people:
        mine = [SAYS_DONE] if person.pk in involved else []
        if task.has_room and person.pk not in doing:
            mine.append(SIGNS_UP)
        if mine:
            buttons[person.pk] = mine
    return buttons


def answer(task, by, verb, words):
    """Returns a sentence. Raises `CannotAnswer`."""
    verbs = {DONE: _finish, SIGN_UP: _sign_up}
    if verb not in verbs:
        raise CannotAnswer(_("This cannot be done with a task."))
    if task.status == Status.DROPPED:
        raise CannotAnswer(Finished().sentence)
    try:
        return verbs[verb](task, by) % {"title": task.title}
    except (Refused, Unapproved, Closed) as refusal:
        raise CannotAnswer(in_words(refusal)) from refusal
    except access.MayNot as refusal:
        raise CannotAnswer(_("You do not take part in this conversation any more.")) from refusal


def _finish(task, by):
    task.move(by, Status.DONE)
    return _("The task “%(title)s” is done. Thank you.")


def _sign_up(task, by):
    task.sign_up(by)
    return _("You do the task “%(title)s”.")
