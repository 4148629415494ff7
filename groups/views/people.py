"""People, as others see them, and as they describe themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from groups import access
from groups.forms import ProfileForm
from groups.models import Group, Organisation, Person
from groups.views.lookup import public

A_MINUTE = 60
A_MONTH = 30 * 24 * 3600


@login_required
@require_safe
def person(request, pk):
    people = Person.objects.visible_to(request.user).with_alike().select_related("organisation")
    person = get_object_or_404(people, pk=pk)
    own = request.user.memberships.in_force().full().values("group")
    shared = Group.objects.visible_to(request.user).filter(pk__in=own, is_small=False)
    there = person.memberships.in_force().filter(group__in=shared.order_by().values("pk"))
    about = {"person": person, "shared": there.select_related("group").order_by("group__name")}
    if access.may_run_platform(request.user):
        about["handover"] = reverse("handover_of", args=[pk])
    return render(request, "people/person.html", about)


@public
def picture(request, pk):
    """Always a WebP that we made ourselves. `Person.picture_url` names one picture for ever, and
    nobody guesses it: it is for who was shown it. The bare address is that of the picture of the
    moment, for those who may see the person."""
    named = request.META["QUERY_STRING"]
    people = Person.objects.visible_to(request.user)
    shown = Person.objects.filter(picture=f"pictures/{named}.webp")
    person = get_object_or_404((shown if named else people).exclude(picture=""), pk=pk)
    response = HttpResponse(person.picture.read(), content_type="image/webp")
    patch_cache_control(response, private=True, max_age=A_MONTH if named else A_MINUTE)
    return response


@login_required
def profile(request):
    person = Person.objects.select_related("organisation").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if form.is_valid():
        form.save()
        with override(person.language):
            messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    about = {"form": form, "organisations": Organisation.objects.all()}
    return render(request, "people/profile.html", about)
