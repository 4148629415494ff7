"""modelsearch on the database that there is, named in `settings.MODELSEARCH_BACKENDS`."""

from modelsearch.backends import database


class WithoutNorms:
    """Nothing is ordered by the length of titles: working that out would read the whole index with
    each new message."""

    def _refresh_title_norms(self, full=False):
        pass


def search_backend(params):
    backend = database.SearchBackend(params)
    backend.index_class = type("Index", (WithoutNorms, backend.index_class), {})
    return backend


SearchBackend = search_backend  # the name that modelsearch looks for
