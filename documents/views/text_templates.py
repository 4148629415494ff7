"""What texts of a group begin with."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from documents.live.filling import PLACES, templates_of
from documents.live.forms import TemplateForm
from documents.models import Template
from groups import access
from groups.views.lookup import get_group
from workspace.http import throttle

MAX_TEMPLATES = 30


@login_required
@require_GET
def templates(request, slug):
    group = get_group(request, slug)
    access.require(request.user, "moderate", group)
    about = {"group": group, "templates": templates_of(group)}
    return render(request, "documents/text_templates.html", about)


@login_required
@require_http_methods(["GET", "POST"])
def template(request, slug, key):
    """Change one, make one (`new`), or take the group's own away."""
    group = get_group(request, slug)
    access.require(request.user, "moderate", group)
    name, words, own = _found(group, key)
    form = TemplateForm(request.POST or None, initial={"name": name, "words": words})
    if own and "drop" in request.POST:
        own.drop(request.user)
        return redirect("text_templates", group.slug)
    if request.method == "POST" and form.is_valid():
        own = own or Template(group=group, kind="" if key == "new" else key)
        if own.pk is None and group.text_templates.count() >= MAX_TEMPLATES:
            form.add_error(None, _("This group has as many templates as it can have."))
        else:
            throttle.spend(request, "edit")
            own.write(request.user, **form.cleaned_data)
            messages.success(request, _("The template is saved."))
            return redirect("text_templates", group.slug)
    about = {"group": group, "form": form, "own": own, "places": PLACES.items(), "key": key}
    status = 422 if form.errors else 200
    return render(request, "documents/text_template.html", about, status=status)


def _found(group, key):
    if key == "new":
        return "", "", None
    for one, name, words, own in templates_of(group):
        if one == key:
            return name, words, own
    raise Http404
