"""Rows that belong to an outcome and come along in its own query: a page full of cards asks once
for each kind, not once more for what its cards list."""

from datetime import UTC

from django.db.models import Aggregate, JSONField, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware


class Rows(Aggregate):
    """A list with an object for each row."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


def rows_of(queryset, owner, **fields):
    """For a query: [{name: value}] of the rows whose field `owner` names the outer row, in no
    order, or None where there are none. Moments come as text (`moment`)."""
    inner = queryset.filter(**{owner: OuterRef("pk")}).order_by().values(owner)
    return Subquery(inner.annotate(rows=Rows(JSONObject(**fields))).values("rows"))


def moment(text):
    """As the databases write it in JSON: SQLite in UTC and without saying so."""
    if text is None:
        return None
    at = parse_datetime(text)
    return make_aware(at, UTC) if is_naive(at) else at


def bring_along(outcome, name, things):
    """From now on `outcome.<name>.all()` are these, as `prefetch_related` would leave them."""
    found = getattr(outcome, name).all()
    found._result_cache, found._prefetch_done = things, True
    vars(outcome).setdefault("_prefetched_objects_cache", {})[name] = found
