"""How one presents oneself in a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from groups.forms import PresentationForm
from groups.models import Membership
from groups.views.lookup import get_group
from workspace.text import clean_line


@login_required
def me(request, slug):
    own = Membership.objects.in_force().select_related("group__stream", "person__organisation")
    membership = get_object_or_404(own, group=get_group(request, slug), person=request.user)
    form = PresentationForm(request.POST or None, instance=membership)
    if form.is_valid() and presented(membership, form):
        messages.success(request, _("This is how people see you in this group now."))
        return redirect("me_in_group", slug)
    return render(request, "people/me.html", {"form": form, "group": membership.group})


def presented(membership, form):
    """Whether it was accepted; else the form says why not."""
    try:
        membership.present(**{name: clean_line(text) for name, text in form.cleaned_data.items()})
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
