"""Finding people, as far as they choose to be found."""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from groups import access

SEARCHED = "name", "function", "expertise", "organisation__name"
MOST_WORDS = 6


class DirectoryQuerySet(models.QuerySet):
    def visible_to(self, person):
        """Those whose page this person may see."""
        return self.filter(pk__in=access.visible_people(person).values("pk"))

    def listed_to(self, person):
        """Those of them who do not choose to stay out of the list."""
        return self.visible_to(person).exclude(visibility="nobody")

    def sought(self, text):
        """Those who have each of the words in their name, function, expertise or organisation."""
        found = self
        for word in text.split()[:MOST_WORDS]:
            found = found.filter(
                Q(*((f"{field}__icontains", word) for field in SEARCHED), _connector=Q.OR)
            )
        return found

    def in_group_with(self, person, group):
        """The members of a group that this person is a member of, too."""
        memberships = apps.get_model("groups.Membership").objects.in_force().filter(group=group)
        own = memberships.full().filter(person=person)
        return self.filter(Exists(own), Exists(memberships.filter(person=OuterRef("pk"))))

    def with_alike(self):
        """With `alike`: whether the name looks like that of someone who was here first, of the
        same organisation or in one of the same groups, and is written in other characters."""
        groups = (
            apps.get_model("groups.Membership")
            .objects.filter(person=OuterRef(OuterRef("pk")))
            .values("group")
        )
        others = self.model.objects.filter(
            Q(organisation=OuterRef("organisation")) | Q(memberships__group__in=groups),
            skeleton=OuterRef("skeleton"),
            pk__lt=OuterRef("pk"),
        )
        return self.annotate(alike=Exists(others.order_by().exclude(name=OuterRef("name"))))
