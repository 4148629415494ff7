"""Reporting something to the moderators, and their answer."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conversations.desk import with_thing
from conversations.models import Attachment, Report, Thread
from conversations.order_forms import OutcomeForm, ReportForm
from conversations.views.lookup import get_message
from groups import access
from groups.models import Group, Person
from workspace.http import throttle

PAGE = 30


@login_required
@require_http_methods(["GET", "POST"])
def report_message(request, pk):
    message = get_message(request, pk)
    return _report(request, message.thread.group, message, message=message)


@login_required
@require_http_methods(["GET", "POST"])
def report_file(request, pk):
    files = Attachment.objects.visible_to(request.user).select_related("message__thread__group")
    file = get_object_or_404(files, pk=pk)
    group = file.message.thread.group
    return _report(request, group, file.message, message=file.message, attachment=file)


@login_required
@require_http_methods(["GET", "POST"])
def report_thread(request, pk):
    threads = Thread.objects.visible_to(request.user).select_related("group")
    thread = get_object_or_404(threads, pk=pk)
    return _report(request, thread.group, thread, thread=thread)


@login_required
@require_http_methods(["GET", "POST"])
def report_person(request, slug, pk):
    """Someone in a group that both are in."""
    mine = access.memberships(request.user.pk).full().values("group")
    group = get_object_or_404(Group.objects.visible_to(request.user).filter(pk__in=mine), slug=slug)
    person = get_object_or_404(
        Person.objects.filter(memberships__group=group).exclude(pk=request.user.pk), pk=pk
    )
    return _report(request, group, person, person=person)


def _report(request, group, back, **thing):
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            throttle.spend(request, "report")
        except throttle.TooMany as refusal:
            form.add_error(None, refusal.sentence)
        else:
            report = Report.objects.make(request.user, group, **form.cleaned_data, **thing)
            messages.success(request, _("Thank you. The moderators will look at it."))
            return redirect("report", report.pk)
    about = {"form": form, "group": group, "back": back, **thing}
    return render(request, "conversations/report.html", about, status=422 if form.errors else 200)


@login_required
@require_safe
def report(request, pk):
    """One's own report, and what came of it."""
    own = with_thing(request.user.reports_made.all())
    return render(request, "conversations/reported.html", {"report": get_object_or_404(own, pk=pk)})


@login_required
@require_safe
def reports(request):
    own = with_thing(request.user.reports_made.order_by("-at", "-pk"))
    page = Paginator(own, PAGE).get_page(request.GET.get("page"))
    return render(request, "conversations/reports.html", {"reports": page})


@login_required
@require_http_methods(["GET", "POST"])
def report_handle(request, pk):
    """A moderator looks at what was reported, acts on it, and answers all who reported it."""
    kept = Report.objects.filter(group__in=access.groups_kept_by(request.user).values("pk"))
    report = get_object_or_404(with_thing(kept.open().shown_to(request.user)), pk=pk)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        report.handle(request.user, form.cleaned_data["outcome"])
        messages.success(request, _("The report is answered."))
        return redirect("group_desk", report.group.slug)
    alike = Report.objects.open().filter(group=report.group, **report.about)
    about = {
        "report": report, "group": report.group, "form": form,
        "alike": alike.shown_to(request.user).select_related("by"),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "conversations/report_handle.html", about, status=status)
