"""An answer under another subject: its author may have wanted another conversation."""

from workspace.streams.models import locked


def offer_to_split(arrival, delivery):
    """Where the mail was posted in a conversation of another name: a notice that says so, and
    leads moderators to where they can split it off."""
    message = delivery.message
    if message is None or not delivery.is_posted or message.number == 1:
        return
    if is_another(arrival.mail, message.thread):
        about = {"message": message.pk, "number": message.number, "subject": arrival.mail.subject}
        with locked(message.thread.stream):
            message.thread.notice(message.author, "other_subject", **about)


def is_another(mail, thread):
    """Whether the author changed the subject: it is not what the conversation is or was called,
    and does not say that it answers or passes on something."""
    if mail.is_forward or not mail.subject or mail.subject_as_sent != mail.subject:
        return False
    subject = mail.subject.casefold()
    if subject == thread.subject.casefold():
        return False
    renamed = thread.messages.filter(notice__verb="renamed").values_list("notice__was", flat=True)
    return subject not in {was.casefold() for was in renamed}
