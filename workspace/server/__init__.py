"""Daphne, started and ended by us: `python -m workspace.server --port 8000`."""
