"""A thread that people follow: their sockets, opened and following."""

from bench import world
from bench.followers import Followers


def gathered(loop, server, thread, number):
    """So many people with the thread open, each of whom has its last message."""
    stream = thread.stream
    stream.refresh_from_db()
    people = world.people(number)
    followers = Followers(loop, server.port, stream.pk, stream.position)
    said = [words(person, stream) for person in people]
    shown = b'"position":%d,' % stream.position
    followers.connect(list(zip(world.cookies(people), said, strict=True)), shown)
    followers.keep_beating()
    return followers


def words(person, stream):
    """What a tab says first: it follows the thread and the person's own list."""
    own = person.stream
    after = {str(stream.pk): stream.position - 1, str(own.pk): own.position}
    return [{"op": "follow", "streams": after}]
