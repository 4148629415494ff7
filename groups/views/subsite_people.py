"""Who is let in at a sub-site, who runs it, and which groups stand there."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groups.forms.subsite import AddressForm, GroundsForm
from groups.models import Group, Person
from groups.views.subsite_settings import get_run_subsite, page
from workspace.http import throttle

PAGE = 50


def asked_for(request):
    """The form with an address. Whether it has an account is not told without end: see
    `throttle`, whose `TooMany` this raises."""
    if request.method == "POST":
        throttle.spend(request, "look_up")
    return AddressForm(request.POST or None)


@login_required
@require_http_methods(["GET", "POST"])
def people(request, slug):
    """Those who are let in, and letting someone in by hand."""
    subsite = get_run_subsite(request, slug)
    form = asked_for(request)
    if form.is_valid():
        subsite.admit_by_hand(form.cleaned_data["email"], by=request.user)
        messages.success(request, _("%(name)s is let in.") % {"name": form.cleaned_data["email"]})
        return redirect("subsite_people", slug)
    return people_page(request, subsite, form)


def people_page(request, subsite, form, **about):
    sought = request.GET.get("q", "").strip()[:80]
    found = subsite.admissions.filter(person__name__icontains=sought)
    found = found.select_related("person__organisation", "by").order_by("person__name", "pk")
    about |= {
        "form": form,
        "sought": sought,
        "admissions": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "exclusions": subsite.exclusions.select_related("person").order_by("person__name")[:PAGE],
    }
    status = 422 if form.errors or about.get("refused") else 200
    return page(request, "people", subsite, status=status, **about)


@login_required
@require_POST
def admission_end(request, slug, person):
    """Ends someone's access, with grounds; or lets them in again (`again`)."""
    subsite = get_run_subsite(request, slug)
    about_here = Q(admissions__subsite=subsite) | Q(exclusions__subsite=subsite)
    person = get_object_or_404(Person.objects.filter(about_here).distinct(), pk=person)
    if "again" in request.POST:
        subsite.admit_by_hand(person, by=request.user)
        messages.success(request, _("%(name)s is let in.") % {"name": person})
        return redirect("subsite_people", slug)
    form = GroundsForm(request.POST)
    if not form.is_valid():
        refused = {"person": person.pk, "form": form}
        return people_page(request, subsite, AddressForm(), refused=refused)
    subsite.end_admission(person, by=request.user, grounds=form.cleaned_data["grounds"])
    messages.success(request, _("%(name)s has no access any more.") % {"name": person})
    return redirect("subsite_people", slug)


@login_required
@require_http_methods(["GET", "POST"])
def administrators(request, slug):
    subsite = get_run_subsite(request, slug)
    form = asked_for(request)
    if form.is_valid():
        subsite.appoint(form.cleaned_data["email"], by=request.user)
        sentence = _("%(name)s is an administrator now.") % {"name": form.cleaned_data["email"]}
        messages.success(request, sentence)
        return redirect("subsite_administrators", slug)
    status = 422 if form.errors else 200
    found = subsite.administrators.select_related("organisation")
    return page(request, "administrators", subsite, status=status, form=form, administrators=found)


@login_required
@require_POST
def administrator_dismiss(request, slug, person):
    subsite = get_run_subsite(request, slug)
    person = get_object_or_404(subsite.administrators, pk=person)
    subsite.dismiss(person, by=request.user)
    sentence = _("%(name)s is no longer an administrator.") % {"name": person}
    messages.success(request, sentence)
    is_own = person == request.user and not person.is_staff
    return redirect(subsite) if is_own else redirect("subsite_administrators", slug)


@login_required
@require_http_methods(["GET"])
def groups(request, slug):
    """Which groups there are, and how many people: what is said in them is not shown."""
    subsite = get_run_subsite(request, slug)
    found = subsite.groups.with_member_count().order_by("name", "pk")
    about = {
        "groups": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "requests": subsite.opening_requests.select_related("group", "asked_by"),
        "openings": subsite.openings.select_related("group").order_by("group__name"),
    }
    return page(request, "groups", subsite, **about)


@login_required
@require_POST
def opening(request, slug, group):
    """Agrees to a request to open a group here, or ends one (`end`)."""
    subsite = get_run_subsite(request, slug)
    here = Q(opening_requests__subsite=subsite) | Q(openings__subsite=subsite)
    group = get_object_or_404(Group.objects.filter(here).distinct(), pk=group)
    if "end" in request.POST:
        subsite.turn_away(group, by=request.user)
        sentence = _("%(group)s is not opened to people here.")
    else:
        subsite.take_in(group, by=request.user)
        sentence = _("%(group)s is now opened to people here.")
    messages.success(request, sentence % {"group": group})
    return redirect("subsite_groups", slug)
