"""Who hears of it at which moment."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from conversations.outcomes.decisions import tasks
from conversations.outcomes.decisions.models.choices import State
from groups.models import Person
from workspace.streams.models import locked


class Reminding:
    """Of Decision."""

    def keep_time(self):
        """What happens at closing, and a day before it, is asked of the worker."""
        tasks.settle.using(run_after=self.closes_at).enqueue(self.pk)
        reminder = self.closes_at - tasks.REMINDED_BEFORE
        if reminder > timezone.now():
            tasks.remind.using(run_after=reminder).enqueue(self.pk)

    def review_later(self):
        if self.review_on:
            morning = tasks.morning_of(self.review_on)
            tasks.remind_of_review.using(run_after=morning).enqueue(self.pk)

    def remind(self):
        """Letters to those who have not answered, if it closes within a day and they were not
        sent for this closing time."""
        with locked(self.thread.stream):
            self.refresh_from_db()
            now = timezone.now()
            if (
                self.state == State.OPEN
                and self.closes_at is not None
                and now < self.closes_at <= now + tasks.REMINDED_BEFORE + timedelta(minutes=1)
                and self.reminded_for != self.closes_at
            ):
                self.reminded_for = self.closes_at
                self.save(update_fields=["reminded_for"])
                tasks.send_letters.enqueue(self.pk, "reminder")

    def remind_of_review(self):
        """Letters to who made it and who carries it out, and a notice, if its day has come."""
        with self.changing(None):
            due = self.state == State.ADOPTED and self.review_on is not None
            if (
                due
                and self.review_on <= timezone.localdate()
                and self.reviewed_for != self.review_on
            ):
                self.reviewed_for = self.review_on
                self.tell(None, "review", itself=True)
                tasks.send_letters.enqueue(self.pk, "review")

    def who_must_answer(self):
        """The people whose answer is still missing; who holds the vote of someone else instead of
        them."""
        waiting = self.voters.filter(has_answered=False, decision__state=State.OPEN)
        own = waiting.filter(proxy=None).values("person")
        return Person.objects.filter(
            Q(pk__in=own) | Q(pk__in=waiting.exclude(proxy=None).values("proxy"))
        )

    def who_took_part(self):
        answered = self.voters.filter(has_answered=True)
        return Person.objects.filter(pk__in=answered.values("person"))

    def who_decides(self):
        return Person.objects.filter(pk=self.author_id)

    def who_looks_again(self):
        return Person.objects.filter(
            Q(pk=self.author_id) | Q(pk__in=self.carriers.order_by().values("pk"))
        )
