"""A remark at a place in a text: a message in the conversation, and where it points."""

import re

from django.conf import settings
from django.db import models
from django.utils import timezone

from conversations.models import Message
from documents.models.text import Text
from groups import access

ABOUT = re.compile(r"^\s*(<details>.*?</details>|<blockquote>.*?</blockquote>)\s*", re.DOTALL)
MAX_ANCHOR = 200
MAX_QUOTE = 300


class RemarkQuerySet(models.QuerySet):
    def standing(self):
        """Those whose message is there to read, in the order of the conversation."""
        return self.filter(message__in=Message.objects.standing().order_by().values("pk"))

    def with_words(self):
        return self.select_related("message__author", "resolved_by").order_by("message__posted_at")


class RemarkManager(models.Manager.from_queryset(RemarkQuerySet)):
    def make(self, text, by, words, *, quote, begin, end, client_id):
        """Post it in the text's conversation. Raises what `Thread.post` raises."""
        document = text.document
        quoted = "\n".join(f"> {line}" for line in quote[:MAX_QUOTE].splitlines())
        message = document.thread.post(
            by, f"{quoted}\n\n{words}", client_id=client_id, quotes=document.message
        )
        remark, created = self.get_or_create(
            message=message,
            defaults={"text": text, "quote": quote[:MAX_QUOTE], "begin": begin, "end": end},
        )
        if created:
            text.tell(by, about="remarks")
        return remark


class Remark(models.Model):
    """`begin` and `end` are relative positions of Yjs in base64, which move with the text around
    them; only browsers read them. Empty for a remark on the text as a whole."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="remarks")
    message = models.OneToOneField(Message, models.CASCADE, related_name="remark")
    quote = models.CharField(max_length=MAX_QUOTE, blank=True)
    begin = models.CharField(max_length=MAX_ANCHOR, blank=True)
    end = models.CharField(max_length=MAX_ANCHOR, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = RemarkManager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"remark {self.message_id} on text {self.text_id}"

    @property
    def words(self):
        """What was said, as HTML, without the piece of text that it is about."""
        return ABOUT.sub("", self.message.html, count=1) if self.quote else self.message.html

    def resolve(self, by):
        """It is dealt with; or, when it was, not after all. Raises `MayNot`."""
        access.require(by, "post", self.text.document)
        done = self.resolved_at is None
        self.resolved_at, self.resolved_by = (timezone.now(), by) if done else (None, None)
        self.save(update_fields=["resolved_at", "resolved_by"])
        self.text.tell(by, about="remarks")
