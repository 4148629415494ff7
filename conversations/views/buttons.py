"""Where a button in a mail leads: without signing in, for what the link was made for only."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from conversations.button_forms import ButtonForm
from conversations.kinds import CannotAnswer
from conversations.mail.buttons import behind
from workspace.http import throttle


@require_http_methods(["GET", "POST"])
def mail_button(request, token):
    """Only the button on the page does something: programs that look through mail follow links.
    Mails are passed on: the page says whose answer it is, and is not for who is known as another.
    """
    try:
        person, outcome, verb = behind(token)
    except CannotAnswer:
        return render(request, "conversations/mail_button_closed.html", status=410)
    if request.user.is_authenticated and request.user != person:
        about = {"outcome": outcome, "person": person}
        return render(request, "conversations/mail_button_other.html", about, status=409)
    with person.as_reader():
        if verb is None:
            about = {"outcome": outcome}
            return render(request, "conversations/mail_button_over.html", about, status=410)
        posted = request.method == "POST"
        form = ButtonForm(request.POST if posted else None, verb=verb)
        done = form.is_valid() and _do(request, form, outcome, person)
        about = {"outcome": outcome, "verb": verb, "form": form, "done": done, "person": person}
        page = "mail_button_done" if done else "mail_button"
        status = 422 if form.errors else 200
        return render(request, f"conversations/{page}.html", about, status=status)


def _do(request, form, outcome, person):
    """The sentence that says what was done, or None: the form says why it was not."""
    throttle.spend(request, "mail_button")
    try:
        return outcome.config.answer_by_mail(
            outcome, person, form.verb.name, form.cleaned_data.get("words", "")
        )
    except CannotAnswer as refusal:
        form.add_error(None, str(refusal))
        return None
