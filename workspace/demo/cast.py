"""The people and groups of the demo world."""

import tomllib
from collections import Counter
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile

from groups.models import Group, Organisation, Person, Role
from groups.pictures import portrait
from workspace.demo.portraits import face

FOLDER = Path(__file__).parent
PASSWORD = "samen-in-beraad"  # noqa: S105 - printed by the command, and only set in development


def stored(name):
    return tomllib.loads((FOLDER / f"{name}.toml").read_text())


def people():
    """The cast by key. Who has a `login` gets the password; the others have none, and take part
    by mail or sign in with a mailed code."""
    password = make_password(PASSWORD)
    return {key: person(password, **about) for key, about in stored("people").items()}


def person(password, email, name, function, organisation=None, login=False, face_of=None):
    made = Person.objects.create_user(
        email,
        name,
        function=function,
        organisation=organisation and Organisation.objects.get_or_create(name=organisation)[0],
    )
    EmailAddress.objects.create(user=made, email=email, verified=True, primary=True)
    if login:
        made.password = password  # hashed once for all: hashing is slow on purpose
    if face_of:
        made.picture.save(
            "portrait", portrait(ContentFile(face(**face_of), "face.png")), save=False
        )
    made.save()
    return made


def groups(people, subsites):
    """In the order of the file, so that a group can be part of one before it."""
    made = {}
    for key, about in stored("groups").items():
        for field, those in {"parent": made, "subsite": subsites}.items():
            if field in about:
                about[field] = those[about[field]]
        made[key] = group(people, **about)
    return made


def group(people, name, owner, moderators, members, invited=(), **settings):
    made = Group.objects.open_by(people[owner], name, **settings)
    for role, keys in {"moderator": moderators, "member": members}.items():
        for key in keys:
            made.admit(people[key], role=role)
    for email in invited:
        made.invite(email, by=people[owner])
    return made


def logins():
    """The people who can sign in, in the order of the file; none before the world is made."""
    emails = [about["email"] for about in stored("people").values() if about.get("login")]
    found = Person.objects.select_related("organisation").in_bulk(emails, field_name="email")
    return [found[email] for email in emails if email in found]


def roles(person):
    """In how many groups: `owner of 2, member of 3`."""
    count = Counter(person.memberships.values_list("role", flat=True))
    told = [f"{role} of {count[role]}" for role in reversed(Role.values) if count[role]]
    return ", ".join(told)
