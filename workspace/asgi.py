"""The two doors: HTTP and the socket."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
django.setup()
