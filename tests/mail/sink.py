"""A mail server that takes what it is given, or does what a test tells it."""

from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.servers import PATIENCE, Port


class Sink:
    """`taken` is [(recipient, mail)] in order of coming. `answers` is {recipient: what it says to
    RCPT}; `before` is called with each recipient first. What is in `closing` ends the connection
    after so many mails."""

    def __init__(self):
        self.taken, self.answers, self.envelopes = [], {}, []
        self.before = lambda recipient: None
        self.place = Port()
        self.controller = Controller(self, "127.0.0.1", self.place.number, ready_timeout=PATIENCE)

    def start(self):
        self.controller.start()
        return self

    def stop(self):
        self.controller.stop()
        self.place.free()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.controller.port}"

    @property
    def recipients(self):
        return [recipient for recipient, _mail in self.taken]

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        self.before(address)
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.taken += [(recipient, mail) for recipient in envelope.rcpt_tos]
        self.envelopes.append(envelope)
        return "250 OK"
