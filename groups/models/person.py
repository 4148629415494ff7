"""Someone who takes part."""

from contextlib import contextmanager
from pathlib import PurePath
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from groups.models.administering import Administering
from groups.models.directory import DirectoryQuerySet
from groups.models.organisation import Organisation
from groups.models.talking import Talking
from groups.models.working import Working, WorkingQuerySet
from groups.names import skeleton
from workspace.clock import clock
from workspace.streams.models import Stream
from workspace.text import validate_line


def picture_path(person, filename):
    return f"pictures/{uuid4()}.webp"


class PersonQuerySet(DirectoryQuerySet, WorkingQuerySet):
    pass


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def create_user(self, email, name, password=None, **fields):
        """Without a password a person takes part by mail, or claims the account by mail."""
        person = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email, name, password=None, **fields):
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **fields)

    def reached_at(self, email):
        """Whose address this is: the first, or another one that they have confirmed."""
        another = models.Q(emailaddress__email=email.lower(), emailaddress__verified=True)
        return self.filter(models.Q(email=email.lower()) | another).distinct()

    def who_reads(self, email, name):
        """Whose address this is, which was just shown to be read by who holds a token from our
        mail to it; else someone new, without a password, in the language of this moment."""
        email = email.lower()
        person = self.reached_at(email).first()
        if person is None:
            person = self.create_user(email, name, language=get_language())
        addresses = apps.get_model("account.EmailAddress").objects
        if not addresses.filter(email=email, verified=True).exists():
            if addresses.filter(user=person, email=email).exists():
                person.shut_out_who_signed_up()
            addresses.update_or_create(
                user=person, email=email,
                defaults={"verified": True, "primary": person.email == email},
            )  # fmt: skip
        return person

    def free_handle(self, name):
        """`annelies.bakker`, or `annelies.bakker2` where that is taken."""
        base = slugify(name).replace("-", ".")[:40] or "deelnemer"
        taken = set(self.filter(handle__startswith=base).values_list("handle", flat=True))
        number = 1
        while (handle := f"{base}{number if number > 1 else ''}") in taken:
            number += 1
        return handle


class Person(Working, Talking, Administering, AbstractBaseUser, PermissionsMixin):
    class Order(models.TextChoices):
        OLDEST = "oldest", _("Oldest first")
        NEWEST = "newest", _("Newest first")

    class Visibility(models.TextChoices):
        EVERYONE = "everyone", _("Everyone who is signed in")
        GROUPS = "groups", _("People in my groups")
        NOBODY = "nobody", _("Nobody: I am not in the list")

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=80, validators=[validate_line])
    # Names that look alike have the same one.
    skeleton = models.CharField(max_length=80, db_index=True, editable=False)
    handle = models.SlugField(max_length=50, unique=True, db_index=False, allow_unicode=False)
    function = models.CharField(
        _("Function"), max_length=80, blank=True, validators=[validate_line]
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("Organisation"),
    )
    # None of this person's confirmed addresses is in a verified domain of an organisation.
    is_external = models.BooleanField(default=True)
    expertise = models.CharField(
        _("Expertise"), max_length=200, blank=True, validators=[validate_line]
    )
    visibility = models.CharField(
        _("Who finds me in the list of people"),
        max_length=8,
        choices=Visibility,
        default=Visibility.EVERYONE,
    )
    language = models.CharField(
        _("Language"),
        max_length=5,
        choices=[("nl", "Nederlands"), ("en", "English")],
        default="nl",
    )
    time_zone = models.CharField(_("Time zone"), max_length=50, default="Europe/Amsterdam")
    picture = models.ImageField(
        _("Picture"),
        upload_to=picture_path,
        blank=True,
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp"])],
    )
    order = models.CharField(
        _("Order of messages"), max_length=6, choices=Order, default=Order.OLDEST
    )
    # Another number, and the reply addresses that went out before are nobody's any more.
    reply_key = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    stream = models.OneToOneField(Stream, models.PROTECT, related_name="person")

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def initials(self):
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"

    @property
    def is_by_mail(self):
        """Takes part by mail: nobody ever signed in as this person, or could with a password."""
        return self.last_login is None and not self.has_usable_password()

    @property
    def clock(self):
        return clock(self.time_zone)

    @contextmanager
    def as_reader(self):
        """What is written in the block is in this person's language and on their clock."""
        with override(self.language), timezone.override(self.clock):
            yield

    @property
    def picture_url(self):
        """Another picture has another address, so browsers may keep this one."""
        version = PurePath(self.picture.name).stem
        return f"{reverse('picture', args=[self.pk])}?{version}" if self.picture else ""

    @property
    def tint(self):
        """One of eight quiet colours for the initials, the same everywhere."""
        return self.pk % 8

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Everyone has a list of their own, a handle to be mentioned by, and a name's skeleton."""
        if not self.stream_id:
            self.stream = Stream.objects.create(kind="person")
        if not self.handle:
            self.handle = Person.objects.free_handle(self.name)
        self.skeleton = skeleton(self.name)[:80]
        super().save(*args, **kwargs)

    def shut_out_who_signed_up(self):
        """Somebody made the account with an address and never showed that they read its mail: now
        that its owner comes, that password opens nothing."""
        self.set_unusable_password()
        self.save(update_fields=["password"])

    def get_absolute_url(self):
        return reverse("person", args=[self.pk])

    def get_short_name(self):
        return self.name.split()[0]
