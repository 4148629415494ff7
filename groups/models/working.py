"""For whom someone works: what their confirmed e-mail addresses prove."""

from django.apps import apps
from django.db import models, transaction

from groups.models.organisation import Domain, domain_of


class WorkingQuerySet(models.QuerySet):
    def with_address_in(self, domain):
        """Those with a confirmed address in this domain."""
        addresses = _confirmed().filter(domain.holds("email"))
        return self.filter(pk__in=addresses.values("user"))

    @transaction.atomic
    def settle(self, people):
        """Write down for these people (a queryset) which organisation they belong to, or that they
        are external. Who belongs to one by an address stays there; else the first address counts.
        An external person keeps the organisation that they name themselves."""
        owners = dict(Domain.objects.values_list("name", "organisation"))
        proven = {}
        addresses = _confirmed().filter(user__in=people.order_by().values("pk"))
        for person, email in addresses.order_by("-primary", "pk").values_list("user", "email"):
            if domain_of(email) in owners:
                proven.setdefault(person, []).append(owners[domain_of(email)])
        changed = []
        for person in people.only("organisation", "is_external").select_for_update():
            found = proven.get(person.pk, [])
            was = person.organisation_id, person.is_external
            person.is_external = not found
            if found and (was[1] or was[0] not in found):
                person.organisation_id = found[0]
            if was != (person.organisation_id, person.is_external):
                changed.append(person)
        self.bulk_update(changed, ["organisation", "is_external"], batch_size=500)


class Working:
    """A person's side of it."""

    def settle(self):
        """After a change in the own addresses: see `WorkingQuerySet.settle`."""
        people = type(self).objects
        people.settle(people.filter(pk=self.pk))
        self.refresh_from_db(fields=["organisation", "is_external"])


def _confirmed():
    return apps.get_model("account.EmailAddress").objects.filter(verified=True)
