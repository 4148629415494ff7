"""The words of the field: methods, states, and the settings of a decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAX_OPTIONS = 50
MAX_SCORE = 10


class Method(models.TextChoices):
    """How a decision is taken; what an answer looks like follows from it (`counting.answers`)."""

    RECORDED = "recorded", _("Decided")
    ADVICE = "advice", _("Advice")
    CONSENT = "consent", _("Consent")
    CONSENSUS = "consensus", _("Consensus")
    VOTE = "vote", _("Vote")
    RANKED = "ranked", _("Ranked choice")
    SCORE = "score", _("Score")
    DATES = "dates", _("Find a date")


# Those with options of their own, and those in which a ballot can be secret.
WITH_OPTIONS = {Method.VOTE, Method.RANKED, Method.SCORE, Method.DATES}
CAN_BE_SECRET = {Method.VOTE, Method.RANKED, Method.SCORE}
# Those whose words can be amended while people answer: then they are asked again.
AMENDABLE = {Method.ADVICE, Method.CONSENT, Method.CONSENSUS}


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")  # answers are in; a person has to decide
    ADOPTED = "adopted", _("Adopted")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    REPLACED = "replaced", _("Replaced")


class Meaning(models.TextChoices):
    """What an option says about the proposal."""

    CHOICE = "choice", _("One of the choices")
    FOR = "for", _("In favour")
    AGAINST = "against", _("Against")
    ABSTAIN = "abstain", _("No opinion")  # counts for the quorum, not for the threshold


class Audience(models.TextChoices):
    MEMBERS = "members", _("The members when it opens")
    NAMED = "named", _("The people named here")


class Threshold(models.TextChoices):
    """How much support is enough. Fractions are exact: see `counting.thresholds`."""

    MOST = "most", _("The most votes")
    MAJORITY = "majority", _("More than half")
    TWO_THIRDS = "two_thirds", _("At least two thirds")
    THREE_QUARTERS = "three_quarters", _("At least three quarters")
    ALL = "all", _("Everyone")


class Basis(models.TextChoices):
    CAST = "cast", _("of the votes cast")
    ASKED = "asked", _("of everyone who was asked")


class Reasons(models.TextChoices):
    NEVER = "never", _("Never")
    OBJECTION = "objection", _("For an objection")
    ALWAYS = "always", _("Always")


class Results(models.TextChoices):
    """From when on people see how others answered."""

    ALWAYS = "always", _("At once")
    ANSWERED = "answered", _("After one's own answer")
    CLOSED = "closed", _("After closing")


# What can be answered where the options are the method's own.
STANDS = {
    Method.RECORDED: {"agree": _("Agree"), "reservation": _("Reservation")},
    Method.ADVICE: {
        "positive": _("Positive advice"),
        "changes": _("Positive, with changes"),
        "negative": _("Negative advice"),
    },
    Method.CONSENT: {
        "consent": _("No objection"),
        "abstain": _("No opinion"),
        "object": _("Objection"),
    },
    Method.CONSENSUS: {
        "agree": _("Agree"),
        "abstain": _("No opinion"),
        "disagree": _("Disagree, without blocking"),
        "block": _("Block"),
    },
}
OBJECTIONS = {"reservation", "negative", "object", "disagree", "block"}
