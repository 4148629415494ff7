from conversations.outcome_forms import OutcomeForm
from conversations.outcomes.tasks.models import Task


class TaskForm(OutcomeForm):
    def grow(self):
        return Task.objects.grow(self.thread, self.person, **self.common())
