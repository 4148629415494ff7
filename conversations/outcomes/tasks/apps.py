from django.utils.translation import gettext_lazy as _

from conversations.kinds import OutcomeConfig


class TasksConfig(OutcomeConfig):
    """Who does what, and when."""

    default = True
    name = "conversations.outcomes.tasks"
    label = "tasks"
    verbose_name = _("Tasks")
    urls = "conversations.outcomes.tasks.urls"
    navigation = {"url": "tasks", "label": _("Tasks"), "icon": "list-checks"}
    kind = "task"
    icon = "list-checks"
    noun = _("Task")
    offer = _("Make a task")
    register = "group_tasks"

    def mail_verbs(self, outcome, people):
        from conversations.outcomes.tasks import by_mail

        return by_mail.verbs(outcome, people)

    def answer_by_mail(self, outcome, by, verb, words):
        from conversations.outcomes.tasks import by_mail

        return by_mail.answer(outcome, by, verb, words)

    def duties(self, person):
        """What someone hands over when they change jobs."""
        from conversations.outcomes.tasks.duties import duties

        return duties(person)
