"""Who reads a conversation: choosing so, and bringing in guests."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conversations.audience_forms import GuestForm, ReadingForm
from conversations.views.lookup import get_thread
from conversations.wording import readers_in_words
from groups import access
from groups.models import Invitation, Person
from groups.models.hosting import NotAGuest
from workspace.http import throttle


@login_required
@require_http_methods(["GET", "POST"])
def readers(request, pk):
    thread = get_thread(request, pk)
    access.require(request.user, "narrow", thread)
    form = ReadingForm(
        request.POST or None, group=thread.group, initial={"reading": thread.reading}
    )
    if request.method == "POST" and form.is_valid():
        try:
            thread.narrow(form.cleaned_data["reading"], by=request.user)
            messages.success(request, readers_in_words(get_thread(request, pk), request.user))
            return redirect(thread)
        except access.MayNot:
            access.require(request.user, "narrow", thread)
            sentence = _("Only a moderator can let more people read what was written for few.")
            form.add_error("reading", sentence)
    context = {
        "thread": thread, "form": form, "readers_label": readers_in_words(thread, request.user)
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "conversations/readers.html", context, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def guests(request, pk):
    thread = get_thread(request, pk)
    access.require(request.user, "invite", thread)
    form = GuestForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "invite")
            messages.success(request, _brought_in(thread, request.user, **form.cleaned_data))
            return redirect("thread_guests", pk)
        except NotAGuest as refusal:
            form.add_error("whom", refusal.sentence)
        except throttle.TooMany as flood:
            form.add_error(None, flood.sentence)
    context = {
        "thread": thread,
        "form": form,
        "passes": thread.passes().order_by("membership__person__name"),
        "invitations": Invitation.objects.open().filter(stream=thread.stream),
        "may_moderate": access.may(request.user, "moderate", thread),
        "readers_label": readers_in_words(thread, request.user),
    }
    return render(request, "conversations/guests.html", context, status=422 if form.errors else 200)


def _brought_in(thread, by, whom, until):
    thread.bring_in(whom, by=by, until=until)
    if isinstance(whom, str):
        return _("%(email)s gets an invitation for this conversation.") % {"email": whom}
    return _("%(name)s reads along in this conversation now.") % {"name": whom}


@login_required
@require_POST
def send_off(request, pk, person):
    thread = get_thread(request, pk)
    person = get_object_or_404(Person.objects.select_related("stream"), pk=person)
    get_object_or_404(thread.passes(), membership__person=person)
    thread.send_off(person, by=request.user)
    if person == request.user:
        messages.success(request, _("You have left “%(subject)s”.") % {"subject": thread})
        return redirect("home")
    sentence = _("%(name)s is no longer a guest in this conversation.")
    messages.success(request, sentence % {"name": person})
    may_go_back = access.may(request.user, "invite", thread)
    return redirect("thread_guests", pk) if may_go_back else redirect(thread)
