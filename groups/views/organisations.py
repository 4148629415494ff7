"""Organisations and their domains, for who runs the platform; for others they are not there."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groups import access
from groups.forms import DomainForm, MergeForm, OrganisationForm
from groups.models import Organisation

PAGE = 50


def for_administrators(view):
    @login_required
    @wraps(view)
    def door(request, *args, **kwargs):
        if not access.may_run_platform(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return door


@for_administrators
def organisations(request):
    sought = request.GET.get("q", "").strip().replace("\x00", "")[:80]
    found = Organisation.objects.filter(name__icontains=sought).prefetch_related("domains")
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        added = Organisation.objects.add(form.cleaned_data["name"], by=request.user)
        return redirect("organisation", added.pk)
    about = {
        "form": form,
        "sought": sought,
        "organisations": Paginator(
            found.annotate(size=Count("people")).order_by("name"), PAGE
        ).get_page(request.GET.get("page")),
    }
    status = 422 if form.errors else 200
    return render(request, "people/organisations.html", about, status=status)


@for_administrators
def organisation(request, pk):
    """Rename it; its other forms have addresses of their own."""
    organisation = get_object_or_404(Organisation, pk=pk)
    form = OrganisationForm(request.POST or None, instance=Organisation.objects.get(pk=pk))
    if form.is_valid():
        organisation.rename(form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The organisation has another name now."))
        return redirect("organisation", pk)
    return organisation_page(request, organisation, rename=form)


@for_administrators
@require_POST
def domain_add(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    form = DomainForm(request.POST)
    if not form.is_valid():
        return organisation_page(request, organisation, domain=form)
    domain = organisation.verify(form.cleaned_data["name"], by=request.user)
    messages.success(
        request,
        _("Who has a confirmed address in %(domain)s now belongs to %(organisation)s.")
        % {"domain": domain.shown, "organisation": organisation},
    )
    return redirect("organisation", pk)


@for_administrators
@require_POST
def domain_remove(request, pk, domain):
    organisation = get_object_or_404(Organisation, pk=pk)
    domain = get_object_or_404(organisation.domains, pk=domain)
    organisation.give_up(domain, by=request.user)
    messages.success(
        request, _("Addresses in %(domain)s prove nothing any more.") % {"domain": domain.shown}
    )
    return redirect("organisation", pk)


@for_administrators
@require_POST
def organisation_merge(request, pk):
    organisation = get_object_or_404(Organisation, pk=pk)
    form = MergeForm(request.POST, organisation=organisation)
    if not form.is_valid():
        return organisation_page(request, organisation, merge=form)
    other = form.cleaned_data["other"]
    organisation.merge(other, by=request.user)
    messages.success(request, _("%(other)s is a part of this one now.") % {"other": other})
    return redirect("organisation", pk)


def organisation_page(request, organisation, *, rename=None, domain=None, merge=None):
    """The forms that come back with errors, in the page with the others."""
    about = {
        "organisation": organisation,
        "size": organisation.people.count(),
        "rename": rename or OrganisationForm(instance=organisation),
        "domain": domain or DomainForm(auto_id="domain-%s"),
        "merge": merge or MergeForm(organisation=organisation, auto_id="merge-%s"),
        "others": Organisation.objects.exclude(pk=organisation.pk)[:200],
    }
    forms = (rename, domain, merge)
    status = 422 if any(form and form.errors for form in forms) else 200
    return render(request, "people/organisation.html", about, status=status)
