from django.db import models


class OrganisationManager(models.Manager):
    def named(self, name):
        """The organisation of this name, in whatever case; a new one where there is none."""
        return self.filter(name__iexact=name).first() or self.get_or_create(name=name)[0]


class Organisation(models.Model):
    name = models.CharField(max_length=120, unique=True)

    objects = OrganisationManager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name
