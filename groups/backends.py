from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.apps import apps

from groups import access
from groups.models import Person


class PersonBackend(AuthenticationBackend):
    def get_user(self, pk):
        try:
            person = _readers().get(pk=pk)
        except Person.DoesNotExist:
            return None
        return person if self.user_can_authenticate(person) else None


@cache
def _readers():
    """People with their own stream, whether they keep order in some group, and what else every page
    says of who reads it: an app brings that by a method `about_people()` of its AppConfig, which
    gives annotations. Composed once: it is asked with every request."""
    people = Person.objects.select_related("stream").annotate(
        keeps_order=access.keeps_some_order("pk")
    )
    for config in apps.get_app_configs():
        if hasattr(config, "about_people"):
            people = people.annotate(**config.about_people())
    return people
