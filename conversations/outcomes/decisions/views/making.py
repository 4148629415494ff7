"""Making a decision: first how it is decided, then what; and changing a draft."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from conversations.models import Unapproved
from conversations.outcome_forms import beginning
from conversations.outcomes.decisions.forms import FORMS, DecisionForm
from conversations.outcomes.decisions.models import Decision, Method, State
from conversations.outcomes.decisions.models.errors import Refused
from conversations.views.lookup import get_thread
from conversations.views.outcomes import get_outcome, grow, in_words
from groups import access
from workspace.http import throttle

ICONS = {
    Method.ADVICE: "message-circle-question", Method.CONSENT: "hand", Method.CONSENSUS: "handshake",
    Method.VOTE: "vote", Method.RANKED: "list-ordered", Method.SCORE: "star",
    Method.DATES: "calendar-search",
}  # fmt: skip
# Buttons in the form that ask for another row, or one less.
ROWS = ("options_more", "options_drop")


@login_required
def new(request, pk):
    form_class = FORMS.get(request.POST.get("method") or request.GET.get("method"))
    if form_class and request.method == "POST" and not _goes_on(request):
        return grow(request, pk, form_class, "decisions/new.html")
    thread = get_thread(request, pk)
    access.require(request.user, "post", thread)
    if form_class is None:
        about = {
            "thread": thread, "beginning": _begun(request, thread),
            "recorded": FORMS[Method.RECORDED],
            "together": [(FORMS[method], icon) for method, icon in ICONS.items()],
        }  # fmt: skip
        return render(request, "decisions/choose.html", about)
    about = {"thread": thread, "person": request.user}
    initial = typed(form_class(**about), request.POST) if _asks_row(request) else None
    form = form_class(initial=initial or _begun(request, thread), **about)
    return render(request, "decisions/new.html", {"thread": thread, "form": form})


@login_required
def revise(request, pk):
    """Other words and settings, of a draft."""
    decision = get_outcome(request, Decision, pk)
    access.require(request.user, "steer", decision)
    if decision.shown_state != State.DRAFT:
        return redirect(decision)
    form_class: type[DecisionForm] = FORMS[decision.method]
    about = {"thread": decision.thread, "person": request.user, "decision": decision}
    if request.method == "POST" and not _asks_row(request):
        form = form_class(request.POST, **about)
        if form.is_valid() and _revised(request, form):
            return redirect(decision)
    else:
        again = request.method == "POST"
        form = form_class(
            initial=typed(form_class(**about), request.POST) if again else {}, **about
        )
    context = {"thread": decision.thread, "form": form, "opened": True}
    return render(request, "decisions/new.html", context, status=422 if form.errors else 200)


def _revised(request, form):
    try:
        throttle.spend(request, "edit")
        return form.revise()
    except (Refused, Unapproved, throttle.TooMany) as refusal:
        form.add_error(None, in_words(refusal))


def _goes_on(request):
    """Whether this POST only leads on to the form, or to the form with another row."""
    return "begin" in request.POST or _asks_row(request)


def _asks_row(request):
    return any(name in request.POST for name in ROWS)


def _begun(request, thread):
    """What the form begins with: of the step before, or of the composer, or of a message."""
    given = request.POST if request.method == "POST" else request.GET
    source = given.get("source", "")
    source = int(source) if source.isascii() and source.isdigit() and len(source) < 10 else None
    begun = beginning(thread, text=given.get("body", ""), source=source)
    if "title" in given:
        begun |= {"title": given["title"][:150], "body": given.get("body", "")}
    return begun


def typed(form, data):
    """What was typed so far, as it is, for a form that was not sent off yet."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(data, {}, name)
    }
