"""How a sub-site looks and what there is: pages of its administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groups import access
from groups.forms.subsite import AdmissionForm, SubsiteForm
from groups.forms.theme import ThemeForm
from groups.models import AuditEntry, Subsite
from groups.subsites.legibility import measure

PAGE = 50


def get_run_subsite(request, slug):
    """The sub-site that a URL names, if the person runs it: denied and absent are the same 404."""
    subsite = get_object_or_404(Subsite, slug=slug)
    if not access.may(request.user, "administer", subsite):
        raise Http404
    request.subsite = subsite
    return subsite


def page(request, name, subsite, status=200, **about):
    about |= {"subsite": subsite, "tab": name}
    return render(request, f"subsites/{name}.html", about, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def settings(request, slug):
    subsite = get_run_subsite(request, slug)
    form = SubsiteForm(request.POST or None, request.FILES or None, instance=subsite)
    if form.is_valid():
        changes = form.changes()
        subsite.refresh_from_db()
        subsite.change(by=request.user, **changes)
        messages.success(request, _("The sub-site is changed."))
        return redirect("subsite_settings", slug)
    subsite.refresh_from_db()
    return page(request, "settings", subsite, status=422 if form.errors else 200, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def admission(request, slug):
    subsite = get_run_subsite(request, slug)
    form = AdmissionForm(request.POST or None, instance=subsite, request=request)
    if form.is_valid():
        subsite.refresh_from_db()
        subsite.change(by=request.user, **form.cleaned_data)
        messages.success(request, _("The sub-site is changed."))
        return redirect("subsite_admission", slug)
    subsite.refresh_from_db()
    return page(request, "admission", subsite, status=422 if form.errors else 200, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def theme(request, slug):
    """Saves a theme that can be read; `look` shows one without saving it."""
    subsite = get_run_subsite(request, slug)
    form = ThemeForm(request.POST or None, initial=ThemeForm.initial_of(subsite.theme))
    is_good = form.is_valid()
    if is_good and "look" not in request.POST:
        subsite.change(by=request.user, theme=form.chosen)
        messages.success(request, _("The theme is changed."))
        return redirect("subsite_theme", slug)
    status = 422 if form.errors else 200
    return page(request, "theme", subsite, status=status, form=form, **sample_of(form, subsite))


def sample_of(form, subsite):
    """What the sample needs: the theme that is being tried, or else the one that is kept."""
    tried = form if form.is_bound else ThemeForm(ThemeForm.initial_of(subsite.theme))
    tried.is_valid()
    if tried.theme is None:
        return {}
    findings = measure(tried.theme)
    half = len(findings) // 2
    return {
        "tried": {name: tried.data.get(name, "") for name in tried.fields},
        "measured": list(zip(findings[:half], findings[half:], strict=True)),
    }


@login_required
@require_GET
def theme_sample(request, slug):
    """The sample alone, while someone chooses."""
    subsite = get_run_subsite(request, slug)
    about = {"subsite": subsite, **sample_of(ThemeForm(request.GET), subsite)}
    return render(request, "subsites/theme_sample.html", about)


@login_required
@require_GET
def sample_css(request, slug):
    """The stylesheet of a sample. What comes in is a colour or it is refused."""
    get_run_subsite(request, slug)
    form = ThemeForm(request.GET)
    form.is_valid()
    if form.theme is None:
        raise BadRequest("not a theme")
    return HttpResponse(form.theme.css(".theme-sample"), content_type="text/css; charset=utf-8")


@login_required
@require_GET
def log(request, slug):
    """What its administrators did."""
    subsite = get_run_subsite(request, slug)
    found = AuditEntry.objects.filter(about__subsite=subsite.pk)
    entries = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return page(request, "log", subsite, entries=entries)
