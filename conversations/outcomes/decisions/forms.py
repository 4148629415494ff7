from conversations.outcome_forms import OutcomeForm
from conversations.outcomes.decisions.models import Decision


class DecisionForm(OutcomeForm):
    def grow(self):
        return Decision.objects.grow(self.thread, self.person, **self.common())
