"""Why a verb on a decision says no. Each has a sentence for who tried."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """The decision does not allow this now; `sentence` says why."""

    sentence = _("This cannot be done now.")

    def __str__(self):
        return str(self.sentence)


class NotOpen(Refused):
    sentence = _("This decision takes no answers at this moment.")


class NotNow(Refused):
    sentence = _("As this decision stands now, this cannot be done any more.")


class NotAsked(Refused):
    sentence = _("You are not one of those who were asked to answer.")


class Forged(Refused):
    sentence = _("This answer does not fit the question. Choose from what is there.")


class ReasonNeeded(Refused):
    sentence = _("Give the reason for your answer.")


class Final(Refused):
    sentence = _("You have answered, and an answer cannot be changed here.")


class Represented(Refused):
    sentence = _("You gave your vote to someone else. Take it back first.")


class NotYours(Refused):
    sentence = _("This vote was not given to you.")


class Circle(Refused):
    sentence = _(
        "Who gave their own vote away cannot hold someone else's, and who holds one cannot give "
        "theirs away."
    )


class Amended(Refused):
    sentence = _("The text was changed meanwhile. Read it again, and then answer.")


class TooLong(Refused):
    sentence = _("This text is too long.")


class Unanswered(Refused):
    sentence = _("Answer each advice first.")
