from conversations.outcomes.decisions.forms.asking import DecisionForm
from conversations.outcomes.decisions.forms.ballots import ballot_form
from conversations.outcomes.decisions.forms.finding import RegisterForm
from conversations.outcomes.decisions.forms.methods import FORMS
from conversations.outcomes.decisions.forms.steering import (
    AmendForm,
    DecideForm,
    ProxyForm,
    ReplyForm,
    RescheduleForm,
    StatementForm,
    WithdrawForm,
)

__all__ = [
    "FORMS", "AmendForm", "DecideForm", "DecisionForm", "ProxyForm", "RegisterForm", "ReplyForm",
    "RescheduleForm", "StatementForm", "WithdrawForm", "ballot_form",
]  # fmt: skip
