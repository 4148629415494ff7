"""People, as others see them, and as they describe themselves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override

from groups.forms import ProfileForm
from groups.models import Group, Organisation, Person

A_MINUTE = 60
A_MONTH = 30 * 24 * 3600


@login_required
def person(request, pk):
    person = get_object_or_404(Person.objects.select_related("organisation"), pk=pk)
    shared = Group.objects.of(request.user).of(person)
    return render(request, "people/person.html", {"person": person, "shared": shared})


@login_required
def picture(request, pk):
    """Always a WebP that we made ourselves. `Person.picture_url` names one picture for ever; the
    bare address is that of the picture of the moment."""
    person = get_object_or_404(Person.objects.exclude(picture=""), pk=pk)
    response = HttpResponse(person.picture.read(), content_type="image/webp")
    patch_cache_control(response, private=True, max_age=A_MONTH if request.GET else A_MINUTE)
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
