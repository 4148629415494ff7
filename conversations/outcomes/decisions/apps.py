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
