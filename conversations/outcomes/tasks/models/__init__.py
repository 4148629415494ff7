from conversations.outcomes.tasks.models.feed import Feed
from conversations.outcomes.tasks.models.people import Assignment
from conversations.outcomes.tasks.models.reminder import Reminder
from conversations.outcomes.tasks.models.task import Status, Task

__all__ = ["Assignment", "Feed", "Reminder", "Status", "Task"]
