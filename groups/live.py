"""What followers of a group's list, and of their own list, hear: that something moved in it.
Of a group's desk, where things wait for its moderators, these hear."""

from groups import access
from groups.models import Group, Person
from workspace.streams.kinds import Kind, register


def readers_of_group(stream_id):
    return access.readers_of_groups(Group.objects.filter(stream=stream_id))


def moderators(stream_id):
    return access.moderators_of(Group.objects.filter(desk=stream_id))


def reader_of_own(stream_id):
    return Person.objects.filter(stream=stream_id, is_active=True)


def render(stream_id, events, language):
    return [event.data for event in events]


register(Kind("group", readers_of_group, render, {}))
register(Kind("desk", moderators, render, {}))
register(Kind("person", reader_of_own, render, {}))
