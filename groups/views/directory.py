"""The list of people."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groups.forms import DirectoryForm
from groups.models import Person
from groups.subsites.facilities import facility

PAGE = 30


@login_required
@require_safe
@facility("people")
def people(request):
    return people_page(request)


def people_page(request, chosen=(), status=200):
    """`chosen` are keys of people whose boxes are ticked."""
    listed = Person.objects.listed_to(request.user)
    form = DirectoryForm(request.GET, person=request.user, people=listed)
    found = form.found().with_alike().select_related("organisation").order_by("name", "pk")
    about = {
        "form": form,
        "people": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
    }
    return render(request, "people/directory.html", about, status=status)
