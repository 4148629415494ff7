"""Which of the open sockets may hear which streams: the apps' access rule, asked for many at once.

A kind gives its rule as a query for one stream. Composing and planning that query for each of the
streams that a process follows, twice a second, would cost more than delivery itself. So it is
compiled once, with two stand-ins for the stream and the person, and these become columns of the
list of what is asked: one query for each kind, whatever the number of streams and sockets.
"""

from functools import cache
from importlib import import_module

from django.conf import settings
from django.db import connection
from django.utils import timezone

from workspace.streams import listed
from workspace.streams.kinds import kinds

STREAM, PERSON = 2**62 + 1, 2**62 + 2

QUERY = """
    WITH asked (stream, session) AS ({pairs})
    SELECT asked.stream, asked.session FROM asked
    LEFT JOIN {table} signed_in
        ON signed_in.session_key = asked.session AND signed_in.expire_date > %s
    WHERE signed_in.session_key IS NULL OR NOT EXISTS ({readers})
"""


def refused(kind_name, pairs) -> set[tuple[int, str]]:
    """Of the pairs (stream, session key) those whose session has ended, or whose person may not
    hear the stream, which is of this kind. Nearly always none: so this is the cheaper question."""
    condition, constants = readers_of_any(kind_name)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    table = connection.ops.quote_name(sessions()._meta.db_table)
    asked, listed_pairs = listed.pairs(pairs)
    sql = QUERY.format(pairs=asked, table=table, readers=condition)
    with connection.cursor() as cursor:
        cursor.execute(sql, [listed_pairs, now, *constants])
        return set(cursor.fetchall())


def may_hear(kind_name, pairs) -> set[tuple[int, str]]:
    """All others of the pairs."""
    return set(pairs) - refused(kind_name, pairs)


@cache
def readers_of_any(kind_name) -> tuple[str, list]:
    """The SQL of a kind's rule for `asked.stream` and `signed_in.person_id`, and its parameters."""
    readers = kinds[kind_name].readers(STREAM).filter(pk=PERSON).order_by().values("pk")
    sql, params = readers.query.sql_with_params()
    columns = {STREAM: "asked.stream", PERSON: "signed_in.person_id"}
    begin, *rest = sql.split("%s")
    parts = [columns.get(value, "%s") + part for value, part in zip(params, rest, strict=True)]
    return begin + "".join(parts), [value for value in params if value not in columns]


def living(session_keys) -> set[str]:
    """Those of these sessions that are signed in still."""
    if not session_keys:
        return set()
    rows = sessions().objects.filter(expire_date__gt=timezone.now(), person__is_active=True)
    return set(rows.filter(pk__in=listed.keys(session_keys)).values_list("pk", flat=True))


def sessions():
    return import_module(settings.SESSION_ENGINE).SessionStore.get_model_class()
