"""What who made a decision, and who keeps order, can do with it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conversations.models import Unapproved
from conversations.outcomes.decisions.forms import (
    AmendForm,
    DecideForm,
    RescheduleForm,
    StatementForm,
    WithdrawForm,
)
from conversations.outcomes.decisions.models import Method, State
from conversations.outcomes.decisions.models.errors import Refused
from conversations.outcomes.decisions.views.decision import current
from conversations.views.outcomes import in_words, refused
from groups import access
from workspace.http import throttle

REFUSALS = Refused, Unapproved, throttle.TooMany


def get_steered(request, pk):
    decision = current(request, pk)
    access.require(request.user, "steer", decision)
    return decision


@login_required
def steer(request, pk):
    """All that can be done with it now, each a small form; `verb` says which was sent."""
    decision = get_steered(request, pk)
    if request.method != "POST":
        return _manage(request, decision)
    verb = request.POST.get("verb")
    if verb not in VERBS:
        return HttpResponseBadRequest("verb")
    try:
        throttle.spend(request, "edit")
        return VERBS[verb](request, decision) or redirect(decision)
    except REFUSALS as refusal:
        return refused(request, refusal, reverse("decision_steer", args=[decision.pk]))


def _manage(request, decision, status=200, **forms):
    about = {
        "outcome": decision,
        "state": decision.shown_state,
        "reschedule": forms.get("reschedule")
        or RescheduleForm(initial={"closes_at": decision.closes_at}, prefix="reschedule"),
        "withdraw": forms.get("withdraw") or WithdrawForm(prefix="withdraw"),
        "options": decision.options.filter(withdrawn_at=None) if decision.has_options else [],
        "may_be_decided": may_be_decided(decision),
    }
    return render(request, "decisions/steer.html", about, status=status)


def may_be_decided(decision):
    advice = decision.method == Method.ADVICE and decision.state == State.OPEN
    return advice or decision.state == State.CLOSED


def _open(request, decision):
    decision.open(request.user)


def _close(request, decision):
    decision.close(request.user)


def _reschedule(request, decision):
    form = RescheduleForm(request.POST, prefix="reschedule")
    if form.is_valid():
        try:
            decision.reschedule(request.user, form.cleaned_data["closes_at"])
            return None
        except ValidationError as errors:
            add_errors(form, errors)
    return _manage(request, decision, 422, reschedule=form)


def _withdraw(request, decision):
    form = WithdrawForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _manage(request, decision, 422, withdraw=form)
    decision.withdraw(request.user, form.cleaned_data["why"])
    return None


def _withdraw_option(request, decision):
    number = request.POST.get("option", "")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    decision.withdraw_option(request.user, get_object_or_404(decision.options, number=number))


VERBS = {
    "open": _open, "close": _close, "reschedule": _reschedule, "withdraw": _withdraw,
    "withdraw_option": _withdraw_option,
}  # fmt: skip


@login_required
def amend(request, pk):
    """Other words, while people answer."""
    decision = get_steered(request, pk)
    if not decision.is_amendable:
        return redirect(decision)
    now = {
        "title": decision.title, "body": decision.message.body, "closes_at": decision.closes_at,
    }  # fmt: skip
    form = AmendForm(request.POST or None, initial=now)
    return _through(request, decision, form, decision.amend, "decisions/amend.html")


@login_required
def decide(request, pk):
    """What the count left to a person."""
    decision = get_steered(request, pk)
    if not may_be_decided(decision):
        return redirect(decision)
    form = DecideForm(
        request.POST or None, decision=decision, initial={"statement": decision.statement}
    )
    return _through(request, decision, form, decision.decide, "decisions/decide.html")


@login_required
def outcome(request, pk):
    """In plain words what was decided, who carries it out, and when to look again."""
    decision = get_steered(request, pk)
    if decision.state not in (State.ADOPTED, State.REJECTED):
        return redirect(decision)
    now = {
        "statement": decision.statement, "effective_from": decision.effective_from,
        "review_on": decision.review_on, "carriers": decision.carriers.values_list("pk", flat=True),
    }  # fmt: skip
    form = StatementForm(request.POST or None, decision=decision, initial=now)
    return _through(request, decision, form, decision.state_outcome, "decisions/outcome.html")


def _through(request, decision, form, verb, template):
    """A form whose fields are what a verb takes."""
    if form.is_valid():
        try:
            throttle.spend(request, "edit")
            verb(request.user, **form.cleaned_data)
            return redirect(decision)
        except REFUSALS as refusal:
            form.add_error(None, in_words(refusal))
        except ValidationError as errors:
            add_errors(form, errors)
    context = {"outcome": decision, "form": form}
    return render(request, template, context, status=422 if form.errors else 200)


def add_errors(form, errors):
    """Beside the fields that they are about."""
    for name, words in errors.message_dict.items():
        form.add_error(name if name in form.fields else None, words)
