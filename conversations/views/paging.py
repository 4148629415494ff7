"""A long list in pages."""

from django.core.paginator import Paginator

LAST = 10_000


class Endless(Paginator):
    """Pages of a list that nobody counts: one row more than fits says that there is a next page.

    The keys are chosen first, with as little as possible; only of those the rows are looked up.
    """

    is_endless = True

    def __init__(self, queryset, per_page, *, dressed):
        """`dressed` holds what the page shows of each row of the queryset, in the same order."""
        super().__init__(queryset.values("pk"), per_page)
        self.dressed = dressed

    def get_page(self, number):
        """What is not a number is the first page; a page past the last is empty."""
        number = int(number) if str(number).isdecimal() and len(str(number)) < 9 else 1
        number = min(max(number, 1), LAST)
        start = (number - 1) * self.per_page
        keys = self.object_list[start : start + self.per_page + 1]
        rows = list(self.dressed.filter(pk__in=keys))
        self.num_pages = number + (len(rows) > self.per_page)
        return self._get_page(rows[: self.per_page], number, self)
