from django.urls import path

from conversations.outcomes.tasks.views import mine, task

urlpatterns = [
    path("tasks/", mine.tasks, name="tasks"),
    path("tasks/<int:pk>/", task.task, name="task"),
    path("threads/<int:pk>/tasks/new/", task.new, name="task_new"),
]
