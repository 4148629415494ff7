"""For each method the form with which it is asked: what most people need is in front."""

from django.utils.translation import gettext_lazy as _

from conversations.outcomes.decisions.forms.asking import DecisionForm
from conversations.outcomes.decisions.models import Audience, Method, Reasons, Threshold

ASKED = ("opens_at", "draft", "audience", "people", "guests")
ANSWERS = ("reasons", "results", "may_change", "has_proxies")
LATER = ("review_on", "replaces")


class RecordedForm(DecisionForm):
    method = Method.RECORDED
    heading_text = _("We decided")
    title_label = _("What was decided?")
    body_label = _("The decision in full")
    front = ("decided_by", "mandate", "decided_on")
    more = ("effective_from", "review_on", "replaces", "carriers", "people")
    people_label = _("Who were present?")
    submit = _("Record this decision")
    lead = _("For a decision that was already taken, by someone with the mandate for it.")


class AdviceForm(DecisionForm):
    method = Method.ADVICE
    heading_text = _("Ask for advice")
    title_label = _("What do you want to decide?")
    body_label = _("Your proposal, and what you want advice about")
    front = ("people", "closes_at")
    more = ("opens_at", "draft", "guests", "results", *LATER)
    people_label = _("Whom do you ask for advice?")
    submit = _("Ask for advice")
    lead = _("You ask people for advice. Then you decide, and answer each advice.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].required = True

    def settings(self):
        return super().settings() | {"audience": Audience.NAMED, "reasons": Reasons.ALWAYS}


class ConsentForm(DecisionForm):
    method = Method.CONSENT
    heading_text = _("Ask for objections")
    title_label = _("What do you propose?")
    body_label = _("The proposal")
    front = ("closes_at",)
    more = (*ASKED, "quorum", *ANSWERS, *LATER)
    lead = _(
        "It goes ahead, unless someone has an objection with a reason. An objection helps: you "
        "change the text until nobody has one."
    )


class ConsensusForm(ConsentForm):
    method = Method.CONSENSUS
    heading_text = _("Look for agreement")
    more = (*ASKED, "threshold", "basis", "quorum", *ANSWERS, *LATER)
    lead = _("People agree, disagree or block. It goes ahead when people agree and nobody blocks.")


class VoteForm(DecisionForm):
    method = Method.VOTE
    heading_text = _("Vote")
    front = ("options", "closes_at")
    more = (
        *ASKED, "max_choices", "threshold", "basis", "quorum", "is_secret", *ANSWERS, *LATER
    )  # fmt: skip
    options_help = _(
        "Leave all rows empty for “In favour”, “Against” and “No opinion”. “No opinion” counts "
        "for the quorum, and not for the threshold."
    )
    threshold_initial = Threshold.MAJORITY
    lead = _("Everyone has a vote. What has enough votes is adopted.")


class RankedForm(DecisionForm):
    method = Method.RANKED
    heading_text = _("Put in order")
    front = ("options", "closes_at")
    more = (*ASKED, "quorum", "is_secret", *ANSWERS, *LATER)
    lead = _(
        "Everyone puts the options in order. What has the fewest first places drops out, until "
        "one option has more than half."
    )


class ScoreForm(RankedForm):
    method = Method.SCORE
    heading_text = _("Give points")
    more = (*ASKED, "max_score", "quorum", "is_secret", *ANSWERS, *LATER)
    lead = _("Everyone gives points to each option. The most points win.")


class DatesForm(DecisionForm):
    method = Method.DATES
    heading_text = _("Find a date")
    title_label = _("What do you want to meet about?")
    body_label = _("Place and agenda")
    front = ("options", "closes_at")
    more = (*ASKED, "results", "may_change")
    lead = _("People say when they can. The moment that suits most people is chosen.")


FORMS = {
    form.method: form
    for form in (
        RecordedForm, AdviceForm, ConsentForm, ConsensusForm, VoteForm, RankedForm, ScoreForm,
        DatesForm,
    )
}  # fmt: skip
