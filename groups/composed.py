"""Subqueries that are composed and compiled once.

Django composes a subquery anew for each query that it stands in, and again for each query around
that one: of the rule, many milliseconds for every page. All that differs is who asks and about
which column: so the SQL is made once, with stand-ins for these.

    @there_is
    def is_banned(person, group):
        return Ban.objects.filter(person=person, group=group)

    threads.filter(is_banned(request.user.pk, "group"))

What it is called with is a value, the path to a column of the query around it, or, as inside of
`Exists`, an `OuterRef`.
"""

import re
from functools import cache, wraps

from django.db import connections
from django.db.models import BooleanField, Expression, F, Q, Value

STAND_INS = [2**62 + 11, 2**62 + 12, 2**62 + 13]
ALIAS = re.compile(r"\b[A-Z]\d+\b")


def there_is(rows):
    """Makes of a function that gives a queryset one that gives the condition (a Q) that this has
    rows."""

    @wraps(rows)
    def condition(*given):
        return Q(Composed(rows, True, BooleanField(), *map(_seen_from_outside, given)))

    return condition


def the_one(output_field):
    """The same for a queryset of one value in at most one row: gives this value, or NULL."""

    def decorate(rows):
        @wraps(rows)
        def value(*given):
            return Composed(rows, False, output_field, *map(_seen_from_outside, given))

        return value

    return decorate


def _seen_from_outside(given):
    if isinstance(given, str):
        return F(given)
    if isinstance(given, F):  # an OuterRef: to a column, or again to an OuterRef
        return given.name if isinstance(given.name, F) else F(given.name)
    return Value(given)


class Composed(Expression):
    """As `Exists` or `Subquery`, of a queryset that is a function of some expressions."""

    def __init__(self, rows, exists, output_field, *given):
        super().__init__(output_field=output_field)
        self.rows, self.exists, self.given = rows, exists, list(given)

    def get_source_expressions(self):
        return self.given

    def set_source_expressions(self, given):
        self.given = given

    def as_sql(self, compiler, connection):
        (begin, *parts), values = _compiled(
            self.rows, self.exists, len(self.given), connection.alias
        )
        filled = dict(zip(STAND_INS, map(compiler.compile, self.given), strict=False))
        sql, params = [begin], []
        for value, part in zip(values, parts, strict=True):
            column, constants = filled.get(value, ("%s", [value]))
            sql += column, part
            params += constants
        return "".join(sql), params


@cache
def _compiled(rows, exists, count, using):
    """The SQL, in the parts between which values stand, and these values. Its aliases are its own:
    a column from outside means what it meant there."""
    query = rows(*STAND_INS[:count]).query.chain()
    query.clear_ordering(force=False)  # but where it says which row is meant
    if exists:
        query = query.exists()
    query.change_aliases({alias: f"A{number}" for number, alias in enumerate(query.alias_map)})
    sql, values = query.get_compiler(connection=connections[using]).as_sql()
    sql = ALIAS.sub(rf"{rows.__name__}_\g<0>", sql)
    return f"{'EXISTS' * exists}({sql})".split("%s"), values
