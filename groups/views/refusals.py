from contextlib import contextmanager

from django.contrib import messages
from django.utils.translation import gettext as _

from groups import access


@contextmanager
def telling_the_last_owner(request):
    """A group cannot do without an owner: a sentence instead of a refusal."""
    try:
        yield
    except access.MayNot as refusal:
        if refusal.verb not in {"leave", "step_down"}:
            raise
        sentence = _("A group cannot do without an owner. Make someone else an owner first.")
        messages.error(request, sentence)
