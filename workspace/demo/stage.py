"""Plays the scripts: every act of everyone, in the order of time, through the models' verbs."""

from django.core.files.base import ContentFile

from conversations.models import Attachment, Message, Original, Thread
from conversations.models.message import REACTIONS
from workspace.demo import decisions, documents, tasks
from workspace.demo.clock import clock_at
from workspace.demo.files import content

VERBS = {
    "edits", "withdraws", "pins", "closes", "reopens", "renames", "moves", "splits", "merges",
    "grows",
}  # fmt: skip
KINDS = {"decision": decisions, "task": tasks, "document": documents}
DEEDS = decisions.DEEDS | tasks.DEEDS | documents.DEEDS


class Stage:
    def __init__(self, people, groups, scripts):
        self.people = people
        self.groups = groups
        self.scripts = {script.name: script for script in scripts}
        self.threads = {}
        self.labels = {}
        self.outcomes = {}

    def play(self):
        acts = [act for script in self.scripts.values() for act in script.acts]
        for act in sorted(acts, key=lambda act: act.at):
            with clock_at(act.at):
                self.perform(act)

    def perform(self, act):
        person = self.people[act.who]
        if deed := next(iter(DEEDS.keys() & act.words.keys()), None):
            DEEDS[deed](self, act, person, self.outcome(act.words[deed]))
        else:
            verb = next(iter(VERBS & act.words.keys()), "says")
            getattr(self, verb)(act, person, self.threads.get(act.thread))

    def message(self, label):
        return Message.objects.get(pk=self.labels[label])

    def outcome(self, label):
        model, pk = self.outcomes[label]
        return model.objects.with_place().get(pk=pk)

    def grows(self, act, person, thread):
        outcome = KINDS[act.words["grows"]].grow(
            self, act, thread=thread, author=person, body=act.text,
            sources=[self.message(label) for label in act.names("from")],
            client_id=f"demo-{act.thread}-{act.at.timestamp()}",
        )  # fmt: skip
        self.labels[act.words["as"]] = outcome.message_id
        self.outcomes[act.words["as"]] = type(outcome), outcome.pk

    def says(self, act, person, thread):
        message = {
            "body": act.text,
            "client_id": f"demo-{act.thread}-{act.at.timestamp()}",
            "posted_at": act.at,
            "via": act.words.get("via", "web"),
            "files": Attachment.keep([ContentFile(content(n), n) for n in act.names("with")]),
        }
        if thread and message["via"] == "mail":
            message["original"] = Original(cut=quoted(thread.messages.latest("number")))
        if "answers" in act.words:
            message["quotes"] = self.message(act.words["answers"])
        said = thread.post(person, **message) if thread else self.starts(act, person, message)
        if "as" in act.words:
            self.labels[act.words["as"]] = said.pk
        for reaction in REACTIONS.keys() & act.words.keys():
            for name in act.names(reaction):
                said.react(self.people[name], reaction)

    def starts(self, act, person, message):
        script = self.scripts[act.thread]
        group = self.groups[script.group]
        thread = Thread.objects.start(group, person, script.subject, **message)
        self.threads[act.thread] = thread
        return thread.messages.get()

    def edits(self, act, person, thread):
        self.message(act.words["edits"]).edit(person, act.text)

    def withdraws(self, act, person, thread):
        self.message(act.words["withdraws"]).withdraw(person)

    def pins(self, act, person, thread):
        self.message(act.words["pins"]).pin(person)

    def closes(self, act, person, thread):
        thread.close(person)

    def reopens(self, act, person, thread):
        thread.reopen(person)

    def renames(self, act, person, thread):
        thread.rename(person, act.words["renames"])

    def moves(self, act, person, thread):
        thread.move(person, self.groups[act.words["moves"]])

    def merges(self, act, person, thread):
        self.threads[act.words["merges"]].merge(person, into=thread)

    def splits(self, act, person, thread):
        messages = [self.message(label) for label in act.names("splits")]
        subject = self.scripts[act.thread].subject
        self.threads[act.thread] = messages[0].thread.split(person, subject, messages)

    def leave_as_read(self):
        """How far everyone has come: to the end, but for what the scripts leave unread."""
        for name, thread in self.threads.items():
            script = self.scripts[name]
            thread.stream.refresh_from_db()
            members = set(thread.group.memberships.values_list("person", flat=True))
            for key, person in self.people.items():
                if person.pk in members:
                    self.catch_up(thread, person, key, script)

    def catch_up(self, thread, person, key, script):
        participation = thread.participation(person)
        participation.read(max(0, thread.stream.entries - script.unread.get(key, 0)))
        for attention, names in {"follow": script.follow, "mute": script.mute}.items():
            if key in names:
                participation.attend(attention)


def quoted(message):
    """What a mail program puts below an answer to this message."""
    lines = [f"> {line}".rstrip() for line in message.body.splitlines()]
    heading = f"Op {message.posted_at:%d-%m-%Y} om {message.posted_at:%H:%M} schreef"
    return "\n".join(["Verstuurd vanaf mijn tablet", "", f"{heading} {message.author}:", *lines])
