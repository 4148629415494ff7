from allauth.account.auth_backends import AuthenticationBackend

from groups import access
from groups.models import Person


class PersonBackend(AuthenticationBackend):
    def get_user(self, pk):
        """With their own stream, and whether they keep order in some group: every page says so."""
        people = Person.objects.select_related("stream").annotate(
            keeps_order=access.keeps_some_order("pk")
        )
        person = people.filter(pk=pk).order_by().first()
        return person if person and self.user_can_authenticate(person) else None
