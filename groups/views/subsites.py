"""A sub-site as people meet it: its door, its theme and its logo."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from groups import access
from groups.forms.subsite import PlaceForm
from groups.models import Condition, NotAdmitted, Subsite
from groups.subsites.theme import Theme
from workspace.text import markdown

A_MINUTE = 60
A_YEAR = 365 * 24 * 3600


@login_required
@require_safe
def subsites(request):
    """Those that one may administer; for who runs the platform all of them, and a new one."""
    found = Subsite.objects.run_by(request.user)
    may_open = access.may_run_platform(request.user)
    if not may_open and not found.exists():
        raise Http404
    return render(request, "subsites/subsites.html", {"subsites": found, "may_open": may_open})


@login_required
@require_http_methods(["GET", "POST"])
def subsite_new(request):
    if not access.may_run_platform(request.user):
        raise Http404
    form = PlaceForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        subsite = Subsite.objects.open_by(request.user, data["name"], host=data["host"])
        subsite.appoint(data["administrator"], by=request.user)
        messages.success(request, _("The sub-site is there, closed for now."))
        return redirect("subsite_administrators", subsite.slug)
    status = 422 if form.errors else 200
    return render(request, "subsites/subsite_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def door(request, slug):
    """Where one is let in: what is asked, what is lacking, and the terms."""
    subsite = request.subsite = get_object_or_404(Subsite, slug=slug)
    person, lacking = request.user, []
    if subsite.lets_in(person) and subsite.is_closed:
        return redirect(subsite)
    if person.is_authenticated:
        lacking = subsite.lacking(person)
    if request.method == "POST" and person.is_authenticated:
        read = request.POST.get("accepts", "")
        accepts = int(read) if read.isascii() and read.isdigit() and len(read) < 10 else 0
        try:
            subsite.admit(person, accepts=accepts)
        except NotAdmitted as refusal:
            lacking = refusal.lacking
        else:
            messages.success(request, _("Welcome to %(place)s.") % {"place": subsite})
            return redirect(subsite)
    about = {
        "subsite": subsite,
        "lacking": [Condition(condition) for condition in lacking],
        "may_enter": not set(lacking) - {Condition.TERMS},
        "terms": markdown(subsite.terms),
    }
    return render(request, "subsites/door.html", about, status=422 if request.POST else 200)


@require_GET
def theme_css(request, slug):
    """`Subsite.theme_url` names one theme for ever; the bare address is the theme of now."""
    subsite = get_object_or_404(Subsite, slug=slug)
    theme = Theme(subsite.theme)
    response = HttpResponse(theme.css(":root"), content_type="text/css; charset=utf-8")
    is_named = request.META["QUERY_STRING"] == theme.version
    patch_cache_control(response, public=True, max_age=A_YEAR if is_named else A_MINUTE)
    return response


@require_GET
def logo(request, slug):
    """Always a WebP that we made ourselves."""
    subsite = get_object_or_404(Subsite.objects.exclude(logo=""), slug=slug)
    response = HttpResponse(subsite.logo.read(), content_type="image/webp")
    patch_cache_control(response, public=True, max_age=A_YEAR if request.GET else A_MINUTE)
    return response
