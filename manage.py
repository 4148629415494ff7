#!/usr/bin/env python3
"""Django's command line, for the world in DATA_DIR."""

import os
import sys

try:
    from django.core.management import execute_from_command_line
except ImportError:
    sys.exit(
        "Django is not installed for this Python. `python3 -m workspace run` installs it in .venv; "
        "after that, use `.venv/bin/python manage.py`."
    )

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    execute_from_command_line(sys.argv)
