"""A place of its own on the platform (in Dutch: deelsite), of an organisation or a programme."""

from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.admission import Admission, Admitting, Condition, Exclusion, NotAdmitted
from groups.models.opening import Opening, OpeningRequest, OpenTo
from groups.subsites import facilities
from groups.subsites.theme import Theme
from workspace.text import validate_line

__all__ = [
    "Admission", "Condition", "Exclusion", "NotAdmitted", "Opening", "OpeningRequest", "Subsite",
]  # fmt: skip
RESERVED = {"new"}


def logo_path(subsite, filename):
    return f"logos/{uuid4()}.webp"


class SubsiteManager(models.Manager):
    @transaction.atomic
    def open_by(self, person, name, *, host=None):
        """An administrator of the platform makes a place, empty and closed. Raises `MayNot`."""
        if not access.may_run_platform(person):
            raise access.MayNot("open_subsite")
        subsite = self.create(name=name, slug=self.free_slug(name), host=host, is_closed=True)
        subsite.record("subsite_open", by=person)
        return subsite

    def free_slug(self, name):
        base = slugify(name)[:50] or "deelsite"
        taken = set(self.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
        number = 1
        while (slug := f"{base}-{number}" if number > 1 else base) in taken:
            number += 1
        return slug

    def run_by(self, person):
        """Those that a person may administer."""
        return self.all() if access.may_run_platform(person) else self.filter(administrators=person)

    def known_to(self, person):
        """The open ones, and the closed ones that let this person in."""
        inside = access.admissions(access.key_of(person)).values("subsite")
        return self.filter(models.Q(is_closed=False) | models.Q(pk__in=inside))

    def opened_or_asked(self, group):
        here = models.Q(openings__group=group) | models.Q(opening_requests__group=group)
        return self.filter(here).distinct()

    def without(self, facility):
        """The keys of those that have this facility switched off."""
        rows = self.exclude(facilities_off=[]).values_list("pk", "facilities_off")
        return [pk for pk, off in rows if facility in off]


class Subsite(Admitting, OpenTo, models.Model):
    """`theme` holds what `subsites.theme.Theme` takes, `facilities_off` names of facilities,
    `domains` those of the e-mail addresses that are let in (empty: no such condition)."""

    name = models.CharField(_("Name"), max_length=80, validators=[validate_line])
    slug = models.SlugField(max_length=60, unique=True)
    host = models.CharField(_("Host name"), max_length=253, unique=True, null=True, blank=True)
    tagline = models.CharField(
        _("In one line"), max_length=200, blank=True, validators=[validate_line]
    )
    welcome = models.TextField(_("Text of the front page"), max_length=5_000, blank=True)
    is_closed = models.BooleanField(_("Closed"), default=False)
    theme = models.JSONField(default=dict, blank=True)
    logo = models.ImageField(_("Logo"), upload_to=logo_path, blank=True)
    facilities_off = models.JSONField(default=list, blank=True)
    domains = models.JSONField(default=list, blank=True)
    provider = models.CharField(max_length=60, blank=True)
    terms = models.TextField(_("Terms"), max_length=20_000, blank=True)
    terms_version = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(auto_now_add=True)
    administrators = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="subsites_run", blank=True
    )

    objects = SubsiteManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("subsite", args=[self.slug])

    @property
    def theme_url(self):
        """The stylesheet; another theme has another address, so browsers may keep this one."""
        return f"{reverse('subsite_theme_css', args=[self.slug])}?{Theme(self.theme).version}"

    @property
    def logo_url(self):
        version = PurePath(self.logo.name).stem
        return f"{reverse('subsite_logo', args=[self.slug])}?{version}" if self.logo else ""

    def has(self, facility):
        return facilities.has(self, facility)

    @transaction.atomic
    def change(self, *, by, **fields):
        """An administrator changes these fields. Other terms are accepted anew by everyone; a
        logo that is replaced is thrown away. Raises `MayNot`; only the platform's administrators
        give a host name."""
        access.require(by, "administer", self)
        if "host" in fields and not access.may_run_platform(by):
            raise access.MayNot("administer")
        now = Subsite.objects.select_for_update().get(pk=self.pk)
        changed = [name for name, value in fields.items() if getattr(now, name) != value]
        if "terms" in changed:
            self._renew_terms(now.terms_version, fields)
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=fields)
        if "logo" in changed and now.logo:
            transaction.on_commit(lambda: now.logo.storage.delete(now.logo.name))
        if changed:
            self.record("subsite_change", by=by, fields=changed)

    def _renew_terms(self, version, fields):
        if fields["terms"]:
            fields["terms_version"] = version + 1
        else:  # nothing is left to accept, and the number of these terms never comes again
            self.admissions.update(terms_version=version)

    @transaction.atomic
    def appoint(self, person, *, by):
        """Someone becomes an administrator here, and is let in. Raises `MayNot`."""
        access.require(by, "administer", self)
        self.administrators.add(person)
        self.record("subsite_appoint", by=by, subject=person)
        self.admit_by_hand(person, by=by)

    @transaction.atomic
    def dismiss(self, person, *, by):
        """Raises `MayNot`."""
        access.require(by, "administer", self)
        self.administrators.remove(person)
        self.record("subsite_dismiss", by=by, subject=person)
