"""What a text of a group begins with, such as minutes. A group changes what it wants otherwise."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from groups import access
from workspace.text import validate_line

MAX_TEMPLATE = 20_000


class Template(models.Model):
    """A group's own, in the place of the one of the same `kind` that comes with the program; or,
    without a `kind`, besides those."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="text_templates")
    kind = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("Name"), max_length=80, validators=[validate_line])
    words = models.TextField(_("Text"), max_length=MAX_TEMPLATE)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind"],
                condition=~models.Q(kind=""),
                name="one_template_of_a_kind",
            )
        ]

    def __str__(self):
        return self.name

    def write(self, by, name, words):
        """Raises `MayNot` for who keeps no order in the group."""
        access.require(by, "moderate", self.group)
        self.name, self.words, self.changed_by = name, words, by
        self.save()

    def drop(self, by):
        """What comes with the program is there again. Raises `MayNot`."""
        access.require(by, "moderate", self.group)
        self.delete()
