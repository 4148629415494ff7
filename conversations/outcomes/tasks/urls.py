from django.urls import path

from conversations.outcomes.tasks.views import doing, group, mine, task

urlpatterns = [
    path("tasks/", mine.tasks, name="tasks"),
    path("tasks/calendar/", mine.feed, name="task_feed"),
    path("tasks/calendar/<str:token>.ics", mine.feed_file, name="task_feed_file"),
    path("tasks/later/<str:token>/", doing.snooze_by_letter, name="task_snooze"),
    path("tasks/<int:pk>/", task.task, name="task"),
    path("tasks/<int:pk>/edit/", task.edit, name="task_edit"),
    path("tasks/<int:pk>/status/", doing.status, name="task_status"),
    path("tasks/<int:pk>/people/", doing.people, name="task_people"),
    path("tasks/<int:pk>/tick/", doing.tick, name="task_tick"),
    path("tasks/<int:pk>/remind/", doing.snooze, name="task_remind"),
    path("threads/<int:pk>/tasks/new/", task.new, name="task_new"),
    path("groups/<slug:slug>/tasks/", group.register, name="group_tasks"),
    path("groups/<slug:slug>/tasks/board/", group.board, name="group_board"),
    path("groups/<slug:slug>/tasks/people/", group.people, name="group_doing"),
    path("groups/<slug:slug>/tasks.<str:form>", group.export, name="group_tasks_export"),
]
