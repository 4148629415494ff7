from conversations.outcomes.tasks.models.task import Task

__all__ = ["Task"]
