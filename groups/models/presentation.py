"""How someone presents themselves in a group: under which name, with which function."""

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from groups import names
from workspace.streams.models import Verb, locked


def presented(person, group):
    """For a query: {"name", "function", "alike"} of this person in this group (paths from there),
    or None for who is not in it. `alike` is as in `looks_like_another`."""
    memberships = apps.get_model("groups.Membership").objects.filter(
        person=OuterRef(person), group=OuterRef(group)
    )
    shown = JSONObject(
        name="display_name", function="function", alike=looks_like_another("person", "group")
    )
    return Subquery(memberships.order_by().values(shown=shown), output_field=models.JSONField())


def looks_like_another(person, group):
    """For a query: whether the name of this person looks like that of someone else in this group,
    who was here first, and is written in other characters."""
    people = apps.get_model("groups.Person").objects.filter(
        skeleton=OuterRef(f"{person}__skeleton"),
        pk__lt=OuterRef(person),
        memberships__group=OuterRef(group),
    )
    return Exists(people.order_by().exclude(name=OuterRef(f"{person}__name")))


class Presenting(models.Model):
    """A membership's side of it."""

    class Meta:
        abstract = True

    @property
    def about(self):
        """What stands beside the name where there is no room for more than a line: function,
        organisation, external, and what the name is made of."""
        person = self.person
        facts = [self.function or person.function, person.organisation and person.organisation.name]
        facts += [gettext("external") if person.is_external else "", names.note(self.name)]
        return " · ".join(str(fact) for fact in facts if fact)

    def present(self, *, display_name, function, introduction):
        """Change how this member is shown in the group. Raises `ValidationError` for a name that
        looks like that of someone else here."""
        with locked(self.group.stream):
            if display_name and self._is_taken(display_name):
                sentence = _("Someone else in this group has this name, or one that looks like it.")
                raise ValidationError({"display_name": sentence})
            self.display_name, self.function = display_name, function
            self.introduction = introduction
            self.save(update_fields=["display_name", "function", "introduction"])
            self.group.stream.record(Verb.UPDATE, actor=self.person, person=self.person_id)

    def _is_taken(self, name):
        wanted = names.skeleton(name)[:80]
        others = self.group.memberships.exclude(pk=self.pk)
        shown = others.exclude(display_name="").values_list("display_name", flat=True)
        return others.filter(person__skeleton=wanted).exists() or wanted in {
            names.skeleton(other) for other in shown
        }
