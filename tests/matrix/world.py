"""A world in which each role of the rule is a person, and each kind of place is a group.

Rows are written by hand where a verb would ask whether it may: this is the world as the rule finds
it. Everything in the closed group and the closed sub-site carries `word`.
"""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from conversations.kinds import outcome_kinds
from conversations.models import (
    Appeal,
    Attachment,
    Bouncing,
    Closure,
    Delivery,
    Held,
    Original,
    Removal,
    Report,
    Thread,
)
from conversations.outcomes.decisions.models import Decision
from conversations.outcomes.tasks.models import Task
from documents.incoming import Incoming
from documents.models import Document, Remark, Showing, Text, TextVersion, Upload
from groups.models import (
    Admission,
    AuditEntry,
    Ban,
    Group,
    GuestPass,
    Invitation,
    InvitationLink,
    InvitationList,
    JoinRequest,
    Membership,
    Organisation,
    Person,
    Subsite,
)

ROLES = (
    "anonymous", "signed_in", "external", "guest", "member", "moderator", "owner", "paused",
    "banned", "removed", "subsite_administrator", "platform_administrator",
)  # fmt: skip
INSIDE = ("guest", "member", "moderator", "owner", "paused", "subsite_administrator")
PLACES = ("closed", "open", "public", "subsite")
SETTINGS = {
    "closed": {},
    "open": {"reading": "signed_in", "joining": "open", "listed": True},
    "public": {
        "reading": "public", "joining": "request", "listed": True, "takes_public_reactions": True,
    },
    "subsite": {"reading": "signed_in", "joining": "open", "listed": True},
}  # fmt: skip


class World:
    """`people[role]`, and for each place its things: `closed["thread"]`, `open["message"]`…"""

    def __init__(self, word="besloten", name=None):
        """`name`, instead of the word, in the names of groups and in what a sub-site says."""
        self.word, self.name = word, name or word
        word = self.name
        self.people = {"anonymous": AnonymousUser()}
        organisation = Organisation.objects.create(name="Gemeente Rivierstad")
        for role in ROLES[1:]:
            self.people[role] = Person.objects.create_user(
                f"{role}@voorbeeld.nl", role.replace("_", " ").title(),
                organisation=organisation, is_external=role == "external",
                is_staff=role == "platform_administrator",
            )  # fmt: skip
        self.subsite = Subsite.objects.create(
            name=f"Deelsite {word}", slug="subsite", is_closed=True,
            tagline=word, welcome=word, terms=word,
        )  # fmt: skip
        self.subsite.administrators.add(self.people["subsite_administrator"])
        for role in INSIDE:
            Admission.objects.create(subsite=self.subsite, person=self.people[role])
        self.places = {name: self._place(name) for name in PLACES}
        self.places["subsite"]["subsite"] = self.subsite
        self.places["subsite"]["person"] = {
            "slug": self.subsite.slug, "person": self.people["member"].pk,
        }  # fmt: skip
        self.places["subsite"]["opening"] = {
            "slug": self.subsite.slug, "group": self.places["subsite"]["group"].pk,
        }  # fmt: skip
        self.places["platform"] = self._platform(organisation)

    def _place(self, name):
        secret = name in ("closed", "subsite")
        words = f"{name} {self.word}" if secret else name
        people, now = self.people, timezone.now()
        owner, member, guest = people["owner"], people["member"], people["guest"]
        group = Group.objects.open_by(
            owner, f"Groep {self.name if secret else name}", description=words,
            subsite=self.subsite if name == "subsite" else None, **SETTINGS[name],
        )  # fmt: skip
        group.slug = f"{name}-group"  # the word is in no address that is asked for
        group.save(update_fields=["slug"])
        for role in ("guest", "member", "moderator", "paused", "removed"):
            group.admit(people[role], role=role if role in ("guest", "moderator") else "member")
        thread = self._thread(group, member, f"Onderwerp {words}", words)
        hidden = self._thread(group, member, f"Verborgen {words}", words)
        narrowed = self._thread(group, member, f"Smaller {words}", words)
        closed = self._thread(group, member, f"Gesloten {words}", words)
        Closure.objects.create(thread=closed, closed_by=owner)
        message, file = thread.messages.get(), Attachment.objects.get(message__thread=thread)
        gone = thread.post(member, f"weggehaald {words}", client_id=f"gone-{name}",
                           files=self._files(f"weg {words}"))  # fmt: skip
        Removal.objects.create(message=gone, kind="hidden", by=owner, grounds=words)
        message.edit(member, f"gewijzigd {words}")
        thread.stream.refresh_from_db()
        grown = [
            config.outcomes.grow(
                thread, member, title=f"Uitkomst {words}", body=words, client_id=f"{kind}-{name}"
            )
            for kind, config in outcome_kinds().items()
        ]
        Thread.objects.filter(pk=hidden.pk).update(hidden_at=now)
        Thread.objects.filter(pk=narrowed.pk).update(reading="members")
        held = Held.objects.create(
            thread=thread, author=people["guest"], body=f"wacht {words}", reason="guest",
            client_id=f"held-{name}",
        )  # fmt: skip
        waiting = self._files(f"wacht {words}")[0]
        waiting.held = held
        waiting.save()
        report = Report.objects.create(
            group=group, thread=thread, message=message, by=member, category="rude", words=words
        )
        mailed = thread.post(
            member, f"per mail {words}", client_id=f"mail-{name}", via="mail",
            original=Original(cut=f"Op maandag schreef iemand: {words}"),
        )  # fmt: skip
        delivery = self._delivery(thread, member, words, "posted", message=mailed)
        # A pass names the conversation that a guest was brought into.
        pass_ = GuestPass.objects.create(
            membership=group.memberships.get(person=guest), stream=thread.stream, brought_by=owner
        )
        task = Task.objects.grow(
            thread, member, title=f"Taak {words}", client_id=f"task-{name}", body=words,
            checklist=[{"key": 1, "words": words, "by": None}],
        )  # fmt: skip
        asked_of_all = self._proposal(thread, member, words, "asked")
        asked_of_all.cast(owner, "object", words)
        dates = [{"starts_at": now + timedelta(days=n)} for n in (1, 2)]
        found = self._proposal(thread, member, words, "found", method="dates", options=dates)
        Decision.objects.filter(pk=found.pk).update(state="adopted", chosen=found.options.first())
        document = Document.objects.file(
            thread, member, Incoming.of(SimpleUploadedFile(f"stuk {words}.txt", words.encode())),
            title=f"Stuk {words}", client_id=f"document-{name}", body=words,
        )  # fmt: skip
        paper = document.current.file
        document.versions.update(text=words, finding=words, thumbnail=paper, rendition=paper)
        Showing.objects.create(document=document, thread=closed, by=member)
        text = Text.objects.begin(
            Document.objects.grow(
                thread, member, title=f"Tekst {words}", client_id=f"text-{name}", body=words,
                form=Document.Form.TEXT,
            ),
            member, words,
        )  # fmt: skip
        about = {"text": text, "words": words, "by": member}
        text_version = TextVersion.objects.create(**about, name=words, position=1)
        remark = Remark.objects.create(text=text, message=message, quote=words)
        group.memberships.update(
            display_name=f"Naam {words}", function=f"Functie {words}", introduction=words
        )
        group.memberships.filter(person=people["paused"]).update(
            paused_until=now + timedelta(days=1)
        )
        invitation = Invitation.objects.create(
            group=group, stream=group.stream, email=f"genodigde-{name}@voorbeeld.nl",
            invited_by=owner,
        )  # fmt: skip
        link = InvitationLink.objects.create(
            group=group, made_by=owner, expires_at=now + timedelta(days=1)
        )
        asked = JoinRequest.objects.create(group=group, person=people["external"], words=words)
        entry = AuditEntry.objects.record(
            "dismissed", actor=owner, subject=people["removed"], group=group, grounds=words
        )
        appeal = Appeal.objects.create(entry=entry, group=group, by=people["removed"], words=words)
        group.memberships.filter(person=people["removed"]).delete()
        Ban.objects.create(group=group, person=people["banned"], by=owner, grounds=words)
        return {
            "group": group, "thread": thread, "hidden": hidden, "narrowed": narrowed,
            "settled": closed, "message": message, "gone": gone, "file": file,
            "gone_file": Attachment.objects.get(message=gone), "held": held, "held_file": waiting,
            "report": report, "invitation": invitation, "link": link, "request": asked,
            "list": InvitationList.objects.create(group=group, made_by=owner, total=1),
            "banned": {"slug": group.slug, "person": people["banned"].pk},
            "reported": {"slug": group.slug, "pk": people["paused"].pk},
            "guest": {"slug": group.slug, "pk": thread.pk, "person": guest.pk},
            "outcome": {"kind": grown[0].kind, "pk": grown[0].pk},
            "ruling": {"number": entry.number},
            "entry": entry, "appeal": appeal, "pass": pass_, "task": task,
            "decision": asked_of_all, "found": found,
            "mailed": mailed, "delivery": delivery,
            "held_mail": self._delivery(thread, member, words, "held", reason="same-id"),
            "draft": self._proposal(thread, member, words, "draft", draft=True),
            "answer": {"pk": asked_of_all.pk, "ballot": asked_of_all.ballots.get().pk},
            "document": document, "version": {"pk": document.pk, "number": 1},
            "showing": {"pk": document.pk, "thread": closed.pk},
            "upload": Upload.begin(member, thread, f"onderweg {words}.txt", 10),
            "text": text, "text_page": {"pk": text.document_id},
            "text_version": {"pk": text.document_id, "version": text_version.pk},
            "text_html": {"pk": text.document_id, "form": "html"},
            "remark": {"pk": text.document_id, "remark": remark.pk},
            "template": {"slug": group.slug, "key": "minutes"},
            "tasks_csv": {"slug": group.slug, "form": "csv"},
            "membership": Membership.objects.get(group=group, person=member),
        }  # fmt: skip

    def _platform(self, organisation):
        """What stands in no group: people, and organisations with their domains."""
        domain = organisation.domains.create(name="rivierstad.nl")
        unseen = Person.objects.create_user("unseen@voorbeeld.nl", "Unseen", visibility="nobody")
        suspended = Bouncing.objects.create(email="weg@voorbeeld.nl", suspended_at=timezone.now())
        return {
            "organisation": organisation, "person": self.people["member"], "unseen": unseen,
            "domain": {"pk": organisation.pk, "domain": domain.pk}, "suspended": suspended,
        }  # fmt: skip

    def _delivery(self, thread, person, words, outcome, **about):
        raw = f"From: {person.email}\r\nSubject: {words}\r\n\r\n{words}\r\n".encode()
        return Delivery.objects.create(
            transport="lmtp", recipient="water@voorbeeld.nl", sender=person.email, person=person,
            subject=words, size=len(raw), outcome=outcome, group=thread.group, thread=thread,
            sha256=outcome, raw=ContentFile(raw, "mail"), **about,
        )  # fmt: skip

    def _proposal(self, thread, author, words, name, **about):
        about = {"method": "consent", "has_proxies": True} | about
        return Decision.objects.grow(
            thread, author, title=f"Voorstel {words}", body=words,
            client_id=f"{name}-{thread.pk}", **about,
        )  # fmt: skip

    def _thread(self, group, author, subject, words):
        return Thread.objects.start(
            group, author, subject, words, client_id=f"first-{subject}", files=self._files(words)
        )

    def _files(self, words):
        return Attachment.keep([SimpleUploadedFile(f"bestand {words}.txt", words.encode())])
