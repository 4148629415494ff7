from conversations.outcomes.decisions.models.decision import Decision

__all__ = ["Decision"]
