"""A mail of some messages, for one person. What is the same for many is rendered once."""

from email.mime.image import MIMEImage
from email.mime.text import MIMEText
from email.policy import Compat32

from conversations.fragments import fetch_outcomes, present_authors
from conversations.mail import letters
from conversations.mail.addresses import bounce_address
from conversations.mail.outbound import headers
from groups.mail import Outgoing

# So many renders are remembered: of readers in different languages, and of what remains to some.
REMEMBERED = 40


class Writer:
    """For one conversation, with its messages as they are now: `look` again for each batch."""

    def __init__(self):
        self.letters = {}

    def look(self, thread, messages, people):
        """These `people` are about to get some of these messages, from `with_author()`."""
        self.thread, self.messages, self.earlier = thread, messages, {}
        present_authors(messages)
        fetch_outcomes(messages)
        self.cards = [message for message in messages if message.outcome_kind and message.outcome]
        self.verbs = {
            card.pk: card.outcome.config.mail_verbs(card.outcome, people) for card in self.cards
        }

    def mail(self, person, messages, why, may_answer):
        """With words, or in a group that forbids these only that there is news."""
        letter, parent = self._letter(person, messages, may_answer)
        with person.as_reader():
            files = self._files(person, messages)
            about = headers.of_conversation(
                self.thread, person, messages, parent, letter.subject, self._sender(messages)
            )
        values = letters.values(letter, person, why=why)
        return_path = bounce_address(person, self.thread)
        return Mail(letter, values, person, return_path, about, files)

    def _letter(self, person, messages, may_answer):
        """(letter, the message that it answers or that stood before it)"""
        thread = self.thread
        if not thread.group.mails_words:
            return self._remembered(
                ("news", person.language), lambda: (self._news(person.language), None)
            )
        verbs = {
            card.pk: self.verbs[card.pk].get(person.pk, [])
            for card in self.cards
            if card in messages
        }
        key = (
            thread.subject, thread.group.name, thread.hidden_at, thread.effective_reading,
            person.language, person.time_zone, may_answer,
            *map(_look_of, messages), *map(_look_of, self._before(messages[0])),
            *((pk, *(verb.name for verb in offered)) for pk, offered in verbs.items()),
        )  # fmt: skip
        return self._remembered(key, lambda: self._words(person, messages, verbs, may_answer))

    def _news(self, language):
        return letters.compose_news(self.thread, language=language)

    def _words(self, person, messages, verbs, may_answer):
        earlier = self._before(messages[0])
        letter = letters.compose(
            self.thread, messages, earlier=earlier, verbs=verbs, language=person.language,
            time_zone=person.time_zone, may_answer=may_answer,
        )  # fmt: skip
        return letter, messages[0].quotes or (earlier[0] if earlier else None)

    def _before(self, first):
        """What stands before the first message of a mail: at most one."""
        if first.pk not in self.earlier:
            before = self.thread.messages.standing().filter(
                number__lt=first.number, notice__isnull=True
            )
            self.earlier[first.pk] = list(before.with_author().order_by("-number")[:1])
        return self.earlier[first.pk]

    def _remembered(self, key, make):
        if key not in self.letters:
            if len(self.letters) == REMEMBERED:
                self.letters.pop(next(iter(self.letters)))
            self.letters[key] = make()
        return self.letters[key]

    def _sender(self, messages):
        group = self.thread.group
        names = [message.author_name for message in messages] if group.mails_words else []
        return headers.sender(names, group)

    def _files(self, person, messages):
        """Invitations, for who has something to answer."""
        if not self.thread.group.mails_words:
            return []
        return [
            file
            for card in self.cards
            if card in messages and person.pk in self.verbs[card.pk]
            for file in card.outcome.config.mail_files(card.outcome, person)
        ]


def _look_of(message):
    """What changes when a message does, or the one that it quotes."""
    quoted = message.quotes
    return message.pk, message.revision, quoted and (quoted.revision, quoted.is_gone)


class Mail(Outgoing):
    """A letter to one person, with pictures that its HTML shows (RFC 2387), and with invitations
    (RFC 6047), which are [(file name, iCalendar bytes)]."""

    def __init__(self, letter, values, person, return_path, about, calendars=()):
        text, html = letter.addressed(values)
        super().__init__(letter.subject, text, return_path, [person.email], headers=about)
        self.attach_alternative(html, "text/html")
        self.mixed_subtype = "mixed" if calendars else "related"
        for picture in letter.images:
            image = MIMEImage(picture.content, picture.content_type.partition("/")[2])
            image.add_header("Content-ID", f"<{picture.cid}>")
            image.add_header("Content-Disposition", "inline", filename=picture.name)
            self.attach(image)
        for name, content in calendars:
            calendar = MIMEText(content.decode(), "calendar", "utf-8")
            calendar.set_param("method", "REQUEST")
            calendar.add_header("Content-Disposition", "attachment", filename=name)
            self.attach(calendar)

    def message(self):
        message = super().message()
        message.policy = ON_ONE_LINE
        return message


class OnOneLine(Compat32):
    """Headers as Django made them, in ASCII, without looking for places to fold them: long
    addresses stay on the line of their header, as not all programs look on the next. (At most 998
    letters: RFC 5322, 2.1.1.)"""

    def fold_binary(self, name, value):
        return f"{name}: {value}\n".replace("\n", self.linesep).encode()


ON_ONE_LINE = OnOneLine()
