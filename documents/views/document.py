"""Making one, its own page, and what one does with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conversations.models import Thread, Unapproved
from conversations.views.outcomes import grow, in_words
from documents.forms import AboutForm, DocumentForm, ShowForm
from documents.models import Document
from documents.views import text
from documents.views.lookup import get_document, sent
from groups import access
from groups.views.lookup import public
from workspace.http import throttle

SHOWN_TEXT = 20_000


@login_required
def new(request, pk):
    return grow(request, pk, DocumentForm, "documents/new.html")


@require_safe
@public
def document(request, pk):
    document = get_document(request, pk)
    if document.is_text:
        return text.page(request, document)
    person = request.user
    about = {
        "outcome": document,
        "remarks": document.remarks_for(person),
        "showings": document.showings_for(person),
        # Who reads it elsewhere only is told nothing of its own conversation.
        "reads_home": Thread.objects.visible_to(person).filter(pk=document.thread.pk).exists(),
        "may_post": access.may(person, "post", document),
        "may_steer": access.may(person, "steer", document),
        "may_moderate": access.may(person, "moderate", document),
    }
    about["unseen_showings"] = document.showings.count() - len(about["showings"])
    if about["reads_home"]:
        about["sources"] = document.sources_for(person)
    if document.current:
        about["versions"] = list(
            document.versions.select_related("author", "restores", "adoption").defer("text")
        )
        about["excerpt"] = document.contents[:SHOWN_TEXT]
    return render(request, "documents/document.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Its title and explanation."""
    document = get_document(request, pk)
    access.require(request.user, "steer", document)
    initial = {"title": document.title, "body": document.message.body}
    form = AboutForm(*sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "edit")
            document.rename(request.user, **form.cleaned_data)
            return redirect(document)
        except (Unapproved, throttle.TooMany) as refusal:
            form.add_error(None, in_words(refusal))
    about = {"document": document, "form": form}
    return render(request, "documents/edit.html", about, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def show(request, pk):
    """Show it in another conversation, too."""
    document = get_document(request, pk)
    access.require(request.user, "steer", document)
    sought = request.GET.get("q", "").strip()[:100]
    about = {"document": document, "person": request.user, "sought": sought}
    form = ShowForm(*sent(request), **about)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "edit")
            thread = form.cleaned_data["thread"]
            document.show_in(request.user, thread)
            messages.success(request, _("The document is shown there, too."))
            return redirect(document)
        except access.MayNot:
            form.add_error("thread", _("You cannot write in that conversation."))
        except (Unapproved, throttle.TooMany) as refusal:
            form.add_error(None, in_words(refusal))
    context = {"document": document, "form": form, "sought": sought}
    return render(request, "documents/show.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def stop_showing(request, pk, thread):
    document = get_document(request, pk)
    showing = get_object_or_404(document.showings_for(request.user), thread=thread)
    document.stop_showing(request.user, showing.thread)
    messages.success(request, _("The document is not shown there any more."))
    is_read = Document.objects.visible_to(request.user).filter(pk=pk).exists()
    return redirect(document if is_read else showing.thread)
