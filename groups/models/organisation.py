"""Where people work, and which e-mail addresses prove it."""

import idna
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.audit import AuditEntry
from workspace.text import validate_line


def ascii_domain(text):
    """A domain as computers compare it: `gemeenté.example` is `xn--gemeent-hya.example`.

    Raises `ValidationError`.
    """
    try:
        name = idna.encode(text.strip().rstrip("."), uts46=True, std3_rules=True).decode()
    except idna.IDNAError as error:
        raise ValidationError(_("Write a domain, such as rivierstad.nl.")) from error
    if "." not in name:
        raise ValidationError(_("Write a domain with a dot in it, such as rivierstad.nl."))
    return name


def domain_of(email):
    """The ASCII domain of an address; empty for what is no address."""
    try:
        return ascii_domain(email.rpartition("@")[2])
    except ValidationError:
        return ""


class OrganisationManager(models.Manager):
    def named(self, name):
        """The organisation of this name, in whatever case; a new one where there is none."""
        return self.filter(name__iexact=name).first() or self.get_or_create(name=name)[0]

    @transaction.atomic
    def add(self, name, *, by):
        """Raises `MayNot`."""
        access.require(by, "run_platform", self)
        organisation = self.create(name=name)
        organisation._record("add_organisation", by)
        return organisation


class Organisation(models.Model):
    name = models.CharField(_("Name"), max_length=120, unique=True, validators=[validate_line])

    objects = OrganisationManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @transaction.atomic
    def verify(self, domain, *, by):
        """An administrator has made sure that this domain is the organisation's own: who has a
        confirmed address in it belongs to it from now on. Raises `MayNot`, `ValidationError`."""
        access.require(by, "run_platform", self)
        domain = self.domains.create(name=ascii_domain(domain), verified_by=by)
        _people().settle(_people().with_address_in(domain))
        self._record("verify_domain", by, domain=domain.name)
        return domain

    @transaction.atomic
    def give_up(self, domain, *, by):
        """Addresses in this domain prove nothing any more. Raises `MayNot`."""
        access.require(by, "run_platform", self)
        concerned = list(_people().with_address_in(domain).values_list("pk", flat=True))
        domain.delete()
        _people().settle(_people().filter(pk__in=concerned))
        self._record("give_up_domain", by, domain=domain.name)

    @transaction.atomic
    def rename(self, name, *, by):
        """Raises `MayNot`."""
        access.require(by, "run_platform", self)
        was, self.name = self.name, name
        self.save(update_fields=["name"])
        self._record("rename_organisation", by, was=was)

    @transaction.atomic
    def merge(self, other, *, by):
        """The people and the domains of `other`, which ceases to be. Raises `MayNot`."""
        access.require(by, "run_platform", self)
        if other == self:
            return
        other.people.update(organisation=self)
        other.domains.update(organisation=self)
        self._record("merge_organisation", by, was=other.name, former=other.pk)
        other.delete()

    def _record(self, action, by, **about):
        about |= {"organisation": self.pk, "name": self.name}
        AuditEntry.objects.record(action, actor=by, **about)


def _people():
    return apps.get_model("groups.Person").objects


class Domain(models.Model):
    """A domain of e-mail addresses that an administrator verified to be an organisation's own.
    Its sub-domains are others."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    name = models.CharField(_("Domain"), max_length=253, unique=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    verified_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def shown(self):
        """In its own letters, where it has others than ASCII."""
        return idna.decode(self.name)

    def holds(self, path):
        """The condition that the address at this path is in the domain, however it is written."""
        return Q(**{f"{path}__iendswith": f"@{self.name}"}) | Q(
            **{f"{path}__iendswith": f"@{self.shown}"}
        )
