"""In words: who reads along."""

from django.utils.translation import gettext as _

from groups.models import Reading


def readers_label(thing, members):
    """`thing` is a group, or a conversation with its own choice of readers."""
    reading = thing.effective_reading
    if reading == Reading.PUBLIC:
        return _("Readable for: everyone, also without signing in")
    if reading == Reading.SIGNED_IN:
        return _("Readable for: everyone who is signed in")
    return _("Readable for: members of this group (%(count)s)") % {"count": members}
