"""In words: who reads along."""

from django.utils.translation import gettext as _


def readers_label(group, members):
    if group.is_open:
        return _("Readable for: everyone who is signed in")
    return _("Readable for: members of this group (%(count)s)") % {"count": members}
