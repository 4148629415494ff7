"""What can grow out of a conversation. Each kind is an app of its own: Django's registry of apps
is the registry of kinds, and the core knows none of them by name."""

from dataclasses import dataclass

from django.apps import AppConfig, apps
from django.utils.functional import Promise


class CannotAnswer(Exception):
    """What a mail asks of an outcome cannot be done; the text says why, to who asked."""


@dataclass(frozen=True)
class MailVerb:
    """What can be done with an outcome by a click in a mail. Where it `asks_reason`, the reply's
    words are the reason. Many people are given the same one: what is lazy in it speaks the language
    of who reads it, on their clock."""

    name: str  # in the address: lower-case letters, digits and a dash, at most 16
    label: str | Promise
    asks_reason: bool = False
    about: str | Promise = ""  # of several things that are asked: which (a date)

    @property
    def words(self):
        """The label as it stands by itself."""
        return f"{self.about}: {self.label}" if self.about else str(self.label)


class OutcomeConfig(AppConfig):
    """An app with a model that grows out of conversations (`conversations.models.Outcome`).

    Its templates are `<label>/card.html` (in the timeline: with `outcome`), `<label>/notice.html`
    (what someone did: with `notice` and the `name` of who did it) and, if it has more to say on
    paper than its words, `<label>/export.html`; the form to make one is at the address named
    `<kind>_new`, its own page at `<kind>`.
    """

    default = False  # a kind says True: its module has this class, too
    kind: str  # what stands in `Message.outcome_kind`: the name of the model
    icon: str
    noun: str  # "Decision"
    offer: str  # "Make a decision": what the menus say
    register = ""  # the address of all of them in a group (by its `slug`), if there is one

    @property
    def outcomes(self):
        """The manager of the model."""
        return self.get_model(self.kind).objects

    @property
    def new(self):
        return f"{self.kind}_new"

    @property
    def card(self):
        return f"{self.label}/card.html"

    @property
    def notice(self):
        return f"{self.label}/notice.html"

    def mail_verbs(self, outcome, people):
        """The buttons in a mail about it: {person key: [`MailVerb`]} for those of these people who
        have something to do, in a fixed number of queries."""
        return {}

    def answer_by_mail(self, outcome, by, verb, words):
        """Do what the button `verb` stands for; `words` are those of the reply. Returns a sentence
        in the current language that says what was done. A second time changes nothing. Raises
        `CannotAnswer`, and what the outcome's own verbs raise."""
        raise CannotAnswer

    def answer_by_calendar(self, outcome, by, calendar):
        """Take an answer to an invitation (iTIP REPLY, RFC 5546): bytes. As `answer_by_mail`."""
        raise CannotAnswer

    def mail_files(self, outcome, person):
        """What goes with a mail about it to this person, who has one of `mail_verbs`:
        [(file name, iCalendar bytes)]."""
        return []

    @property
    def export(self):
        """Plain HTML, without icons, forms and pictures: the first of these that there is."""
        return f"{self.label}/export.html", "conversations/export_outcome.html"

    @property
    def letter(self):
        """What a mail shows of its card, under the title: as `export`."""
        return f"{self.label}/letter.html", "conversations/letter_outcome.html"


def outcome_kinds() -> dict[str, OutcomeConfig]:
    """By `kind`, in the order of the settings."""
    configs = [config for config in apps.get_app_configs() if isinstance(config, OutcomeConfig)]
    return {config.kind: config for config in configs}
