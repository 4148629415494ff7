from django.utils.translation import gettext_lazy as _

from conversations.kinds import OutcomeConfig


class DecisionsConfig(OutcomeConfig):
    """Decisions, and the proposals that become decisions."""

    default = True
    name = "conversations.outcomes.decisions"
    label = "decisions"
    verbose_name = _("Decisions")
    urls = "conversations.outcomes.decisions.urls"
    navigation = {"url": "decisions", "label": _("Decisions"), "icon": "vote", "in_drawer": True}
    kind = "decision"
    icon = "vote"
    noun = _("Decision")
    offer = _("Decide something")
    register = "group_decisions"

    def mail_verbs(self, outcome, people):
        from conversations.outcomes.decisions import by_mail

        return by_mail.verbs(outcome, people)

    def answer_by_mail(self, outcome, by, verb, words):
        from conversations.outcomes.decisions import by_mail

        return by_mail.answer(outcome, by, verb, words)

    def answer_by_calendar(self, outcome, by, calendar):
        from conversations.outcomes.decisions import invitations

        return invitations.answer(outcome, by, calendar)

    def mail_files(self, outcome, person):
        from conversations.outcomes.decisions import invitations

        return invitations.invitations(outcome, person)
