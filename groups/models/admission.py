"""Who is let in at a closed sub-site: the conditions, and the verbs that judge them."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from groups import access
from groups.models.audit import AuditEntry


class NotAdmitted(Exception):
    """`lacking` holds what is not met, of `Condition`."""

    def __init__(self, lacking):
        super().__init__(", ".join(lacking))
        self.lacking = lacking


class Condition(models.TextChoices):
    """What may stand between a person and a closed sub-site."""

    BY_HAND = "by_hand", _("An administrator lets people in here.")
    DOMAIN = "domain", _("You need a confirmed e-mail address of one of these domains:")
    PROVIDER = "provider", _("You need to sign in with the account of your organisation.")
    TERMS = "terms", _("You need to accept the terms.")
    EXCLUDED = "excluded", _("An administrator ended your access.")


class Admission(models.Model):
    """That a person was let in, having accepted the terms as they were then."""

    subsite = models.ForeignKey("groups.Subsite", models.CASCADE, related_name="admissions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="admissions")
    # The administrator who let them in by hand; else they met the conditions, and must go on to.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    terms_version = models.PositiveIntegerField(default=0)
    admitted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subsite", "person"], name="one_admission_each")
        ]

    def __str__(self):
        return f"{self.person} at {self.subsite}"


class Exclusion(models.Model):
    """That an administrator ended someone's admission: the conditions do not let them in again."""

    subsite = models.ForeignKey("groups.Subsite", models.CASCADE, related_name="exclusions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="exclusions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    grounds = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subsite", "person"], name="one_exclusion_each")
        ]

    def __str__(self):
        return f"{self.person} not at {self.subsite}"


class Admitting(models.Model):
    """What a sub-site does at its door."""

    class Meta:
        abstract = True

    @property
    def has_conditions(self):
        """Whether people can get in by themselves."""
        return bool(self.domains or self.provider)

    def lets_in(self, person):
        """Whether this person is inside now: everyone, unless it is closed."""
        key = access.key_of(person)
        return not self.is_closed or access.admissions(key).filter(subsite=self).exists()

    def lacking(self, person):
        """The conditions that this person does not meet, apart from the terms."""
        if self.exclusions.filter(person=person).exists():
            return [Condition.EXCLUDED]
        if self.admissions.filter(person=person).exists():
            return []
        return self._unmet(person)

    def has_accepted(self, person):
        found = self.admissions.filter(person=person, terms_version__gte=self.terms_version)
        return not self.terms or found.exists()

    @transaction.atomic
    def admit(self, person, *, accepts=0):
        """Let in who meets the conditions and accepts the terms (`accepts` is the version that
        they read). Raises `NotAdmitted`, which says what is lacking."""
        lacking = self.lacking(person)
        if accepts != self.terms_version and not self.has_accepted(person):
            lacking = [*lacking, Condition.TERMS]
        if lacking:
            raise NotAdmitted(lacking)
        return self.admissions.update_or_create(
            person=person, defaults={"terms_version": self.terms_version}
        )[0]

    @transaction.atomic
    def admit_by_hand(self, person, *, by):
        """An administrator lets someone in, who still has the terms to accept. Raises `MayNot`."""
        access.require(by, "administer", self)
        self.exclusions.filter(person=person).delete()
        accepted = {} if self.terms else {"terms_version": self.terms_version}
        admission = self.admissions.update_or_create(
            person=person, defaults={"by": by, **accepted}
        )[0]
        self.record("subsite_admit", by=by, subject=person)
        return admission

    @transaction.atomic
    def end_admission(self, person, *, by, grounds):
        """An administrator ends someone's access: what they may see and hear here ends with the
        commit, and the conditions do not let them in again. Raises `MayNot`."""
        access.require(by, "administer", self)
        self.admissions.filter(person=person).delete()
        self.exclusions.update_or_create(person=person, defaults={"by": by, "grounds": grounds})
        self.record("subsite_end_admission", by=by, subject=person, grounds=grounds)

    def record(self, action, *, by, **about):
        """In the audit log, as something of this sub-site."""
        return AuditEntry.objects.record(action, actor=by, subsite=self.pk, **about)

    def _unmet(self, person):
        if not self.has_conditions:
            return [Condition.BY_HAND]
        unmet = []
        if self.domains and not self._has_address(person):
            unmet.append(Condition.DOMAIN)
        if self.provider and not self._has_account(person):
            unmet.append(Condition.PROVIDER)
        return unmet

    def _has_address(self, person):
        emails = person.emailaddress_set.filter(verified=True).values_list("email", flat=True)
        return any(email.rpartition("@")[2].lower() in self.domains for email in emails)

    def _has_account(self, person):
        return person.socialaccount_set.filter(provider=self.provider).exists()


@transaction.atomic
def check_again(person):
    """A confirmed address or an account of this person went: end the admissions that stood on
    it. Those given by hand stay."""
    for admission in person.admissions.filter(by=None).select_related("subsite"):
        if admission.subsite._unmet(person):
            admission.delete()
