"""`python3 -m workspace run` and `python3 -m workspace test`: make the environment, then use it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - says so clearly on the pythons it is about
    sys.exit(
        "Beraad needs Python 3.11 or newer, and this is Python %d.%d: "  # noqa: UP031
        "install a newer one and start again with it, for example `python3.11 -m workspace run`."
        % sys.version_info[:2]
    )

from workspace.bootstrap.commands import main

if __name__ == "__main__":
    sys.exit(main())
