"""Who runs the platform. It is decided on the server itself: the log names no actor."""

from django.db import transaction

from groups.models.audit import AuditEntry


class Administering:
    """A person's side of it."""

    def make_administrator(self):
        self._administer(True, "make_administrator")

    def end_as_administrator(self):
        self._administer(False, "end_administrator")

    @transaction.atomic
    def _administer(self, does, action):
        if type(self).objects.filter(pk=self.pk, is_staff=not does).update(is_staff=does):
            AuditEntry.objects.record(action, actor=None, subject=self)
        self.is_staff = does
