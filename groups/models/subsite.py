"""A place of its own on the platform (in Dutch: deelsite), of an organisation or a programme."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from workspace.text import validate_line


class Subsite(models.Model):
    """`theme` holds design tokens by name, `facilities_off` names of facilities, `domains` those
    of the e-mail addresses that are let in (empty: no such condition)."""

    name = models.CharField(_("Name"), max_length=80, validators=[validate_line])
    slug = models.SlugField(max_length=60, unique=True)
    host = models.CharField(_("Host name"), max_length=253, unique=True, null=True, blank=True)
    tagline = models.CharField(_("In one line"), max_length=200, blank=True)
    welcome = models.TextField(_("Text of the front page"), max_length=5_000, blank=True)
    is_closed = models.BooleanField(_("Closed"), default=False)
    theme = models.JSONField(default=dict, blank=True)
    logo = models.ImageField(_("Logo"), upload_to="logos/", blank=True)
    facilities_off = models.JSONField(default=list, blank=True)
    domains = models.JSONField(default=list, blank=True)
    provider = models.CharField(max_length=60, blank=True)
    terms = models.TextField(_("Terms"), max_length=20_000, blank=True)
    terms_version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    administrators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="subsites_run", blank=True
    )

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("subsite", args=[self.slug])


class Admission(models.Model):
    """That a person was let in, having accepted the terms as they were then."""

    subsite = models.ForeignKey(Subsite, models.CASCADE, related_name="admissions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="admissions")
    terms_version = models.PositiveIntegerField(default=0)
    admitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subsite", "person"], name="one_admission_each")
        ]

    def __str__(self):
        return f"{self.person} at {self.subsite}"


class Opening(models.Model):
    """That a group of one sub-site, or of none, is opened to the people of another."""

    group = models.ForeignKey("groups.Group", models.CASCADE, related_name="openings")
    subsite = models.ForeignKey(Subsite, models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "subsite"], name="one_opening_each")
        ]

    def __str__(self):
        return f"{self.group} to {self.subsite}"
