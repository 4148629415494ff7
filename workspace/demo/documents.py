"""Documents in the demo world. `grows document` has a `title` and a `file` (files.py) in its table;
without a file it is a text that is written together, which begins with the words that follow.

`replaces` (`file`), `adopts` (the newest version, by the `decision` of that name) and `writes`
(at the end of the text) follow.
"""

from django.core.files.base import ContentFile

from documents.incoming import Incoming
from documents.models import Document
from documents.models.text import Text
from workspace.demo.files import content


def grow(stage, act, *, author, thread, body, **common):
    about = dict(act.about)
    if name := about.pop("file", None):
        return Document.objects.file(thread, author, incoming(name), body=body, **common, **about)
    form = Document.Form.TEXT
    document = Document.objects.grow(thread, author, form=form, **common, **about)
    Text.objects.begin(document, author, body)
    return document


def incoming(name):
    return Incoming.of(ContentFile(content(name), name))


def replaces(stage, act, by, document):
    client_id = f"demo-{act.thread}-{act.at.timestamp()}"
    document.replace(by, incoming(act.about["file"]), client_id=client_id)


def adopts(stage, act, by, document):
    document.adopt(by, document.current, stage.message(act.about["decision"]))


def writes(stage, act, by, document):
    document.text.rewrite(by, f"{document.text.words()}\n\n{act.text}")


DEEDS = {deed.__name__: deed for deed in (replaces, adopts, writes)}
