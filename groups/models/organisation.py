"""Where people work, and which e-mail addresses prove it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationManager(models.Manager):
    def named(self, name):
        """The organisation of this name, in whatever case; a new one where there is none."""
        return self.filter(name__iexact=name).first() or self.get_or_create(name=name)[0]

    def of_address(self, email):
        """The organisation whose verified domain this address is in, or None."""
        domain = email.rpartition("@")[2].lower()
        return self.filter(domains__name=domain).first()


class Organisation(models.Model):
    name = models.CharField(_("Name"), max_length=120, unique=True)

    objects = OrganisationManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Domain(models.Model):
    """A domain of e-mail addresses that an administrator verified to be an organisation's own."""

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
