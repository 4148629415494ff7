"""Why something cannot be done with a task, each with the sentence that says so."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """`sentence` is for who tried, in their language."""

    @property
    def sentence(self):
        raise NotImplementedError


class Finished(Refused):
    @property
    def sentence(self):
        return _("This task is finished. Open it again first.")


class Full(Refused):
    @property
    def sentence(self):
        return _("Others were first: there are enough people for this task.")


class ItemGone(Refused):
    @property
    def sentence(self):
        return _("This line of the checklist is not there any more.")


class Circle(Refused):
    @property
    def sentence(self):
        return _("These tasks would wait for each other for ever.")


class Blocked(Refused):
    """`names` are the titles of the tasks that come first, as far as who asks may read them."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names

    @property
    def sentence(self):
        if not self.names:
            return _("Another task comes first, and is not finished yet.")
        return _("First finish: %(names)s.") % {"names": ", ".join(self.names)}


class CannotRead(Refused):
    def __init__(self, people):
        super().__init__(people)
        self.people = people

    @property
    def sentence(self):
        names = ", ".join(person.name for person in self.people)
        return _("Who cannot read the conversation cannot do the task: %(names)s.") % {
            "names": names
        }
