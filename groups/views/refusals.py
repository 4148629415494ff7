from contextlib import contextmanager

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from groups import access


@contextmanager
def telling_the_last_owner(request):
    """A group cannot do without an owner: a sentence, and the way out, instead of a refusal."""
    try:
        yield
    except access.MayNot as refusal:
        if refusal.verb not in {"leave", "walk_out", "step_down"}:
            raise
        sentence = _("A group cannot do without an owner. Make someone else an owner first.")
        link = format_html(
            '{} <a href="{}">{}</a>', sentence, reverse("handover"), _("Hand it over")
        )
        messages.error(request, link)
