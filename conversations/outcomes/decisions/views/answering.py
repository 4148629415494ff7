"""Answering: one's own vote, that of who gave it, and what is said to an answer."""

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from conversations.models import Unapproved
from conversations.outcomes.decisions.forms import ProxyForm, ReplyForm, ballot_form
from conversations.outcomes.decisions.models.errors import Refused
from conversations.outcomes.decisions.views.decision import current, takes_answers, votes
from conversations.views.outcomes import in_words, refused
from groups import access
from workspace.http import throttle

REFUSALS = Refused, Unapproved, throttle.TooMany


@login_required
@require_GET
def own(request, pk):
    """The part of a card that differs per reader: what they answered, or can answer."""
    decision = current(request, pk)
    access.require(request.user, "post", decision)
    return _own(request, decision, votes(decision, request.user))


@login_required
def answer(request, pk):
    """The form, on a page of its own or in a card; `for` is the key of who gave their vote."""
    decision = current(request, pk)
    # Several forms can stand open beside each other, each in its card.
    about = {"decision": decision, "auto_id": f"answer_{decision.pk}_%s"}
    form = None
    if request.method == "POST":
        form = ballot_form(decision)(request.POST, **about)
        if form.is_valid() and (cast := _cast(request, decision, form)):
            return _answered(request, decision, cast)
    access.require(request.user, "post", decision)
    voter, ballot = _vote(request, decision)
    form = form or ballot_form(decision)(ballot=ballot, **about)
    context = {
        "outcome": decision, "form": form, "voter": voter, "is_own": _is_own(request, voter),
        "takes_answers": takes_answers(decision),
    }  # fmt: skip
    return render(request, "decisions/answer.html", context, status=422 if form.errors else 200)


def _vote(request, decision):
    """(voter, ballot) that the request is about; who was not asked gets a form that says so."""
    given = _asked_for(request)
    for voter, ballot in votes(decision, request.user):
        if str(voter.person_id) == given:
            return voter, ballot
    if given != str(request.user.pk):
        raise Http404
    return None, None


def _asked_for(request):
    return request.POST.get("for") or request.GET.get("for") or str(request.user.pk)


def _is_own(request, voter):
    return voter is None or voter.person_id == request.user.pk


def _cast(request, decision, form):
    """(voter, ballot) as `Decision.cast` gives them, or None: the form says why. For oneself the
    verb is the first to look whether one was asked."""
    own = _asked_for(request) == str(request.user.pk)
    person = None if own else _vote(request, decision)[0].person
    # Of the words that stood beside the form; another version is not what was answered.
    read = request.POST.get("version", "")
    read = int(read) if read.isascii() and read.isdigit() and len(read) < 6 else None
    try:
        throttle.spend(request, "react")
        return decision.cast(
            request.user, form.answer, form.cleaned_data.get("reason", ""), on_behalf_of=person,
            version=read,
        )  # fmt: skip
    except REFUSALS as refusal:
        form.add_error(None, in_words(refusal))
        return None


def _answered(request, decision, cast):
    """Where votes can be given away, a card also shows those of others."""
    if not request.htmx.target:
        return redirect(decision)
    known = votes(decision, request.user) if decision.has_proxies else [cast]
    return _own(request, decision, known, just=True)


def _own(request, decision, known, *, just=False):
    about = {
        "outcome": decision,
        "votes": known,
        "options": {option.number: option for option in decision.options.all()},
        "proxy_voter": decision.voter(request.user) if decision.has_proxies else None,
        "takes_answers": takes_answers(decision),
        "just_answered": just,
    }
    return render(request, "decisions/own.html", about)


@login_required
def proxy(request, pk):
    """Give one's vote to someone else, or take it back."""
    decision = current(request, pk)
    access.require(request.user, "post", decision)
    voter = decision.voter(request.user)
    if voter is None or not (decision.has_proxies and decision.is_open):
        raise Http404
    if "take_back" in request.POST:
        return _take_back(request, decision)
    form = ProxyForm(request.POST or None, decision=decision, person=request.user)
    if form.is_valid():
        try:
            throttle.spend(request, "edit")
            decision.give_proxy(request.user, form.cleaned_data["to"])
            return redirect(decision)
        except REFUSALS as refusal:
            form.add_error(None, in_words(refusal))
    about = {"outcome": decision, "form": form, "voter": voter}
    return render(request, "decisions/proxy.html", about, status=422 if form.errors else 200)


def _take_back(request, decision):
    try:
        throttle.spend(request, "edit")
        decision.take_proxy_back(request.user)
    except REFUSALS as refusal:
        return refused(request, refusal, decision)
    return redirect(decision)


@login_required
def reply(request, pk, ballot):
    """Say what is done with an objection, a reservation or an advice."""
    decision = current(request, pk)
    access.require(request.user, "steer", decision)
    ballot = get_object_or_404(decision.ballots_for(request.user), pk=ballot)
    ballot.decision = decision
    form = ReplyForm(request.POST or None, initial={"text": ballot.reply})
    if form.is_valid():
        try:
            throttle.spend(request, "edit")
            decision.reply(request.user, ballot, form.cleaned_data["text"])
            return redirect(f"{decision.get_absolute_url()}#answer-{ballot.pk}")
        except REFUSALS as refusal:
            form.add_error(None, in_words(refusal))
    about = {"outcome": decision, "form": form, "ballot": ballot}
    return render(request, "decisions/reply.html", about, status=422 if form.errors else 200)
