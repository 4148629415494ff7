from conversations.outcome_forms import OutcomeForm
from documents.models import Document


class DocumentForm(OutcomeForm):
    def grow(self):
        return Document.objects.grow(self.thread, self.person, **self.common())
