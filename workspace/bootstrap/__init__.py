"""From a bare machine to a running Beraad. Standard library only: nothing is installed yet."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = ROOT / "node_modules"


class SetupError(Exception):
    """What is wrong and what to do about it, in a sentence for the person at the keyboard."""


def environment(data):
    """The environment of everything started here; what the caller set stays as it is."""
    return {"DEVELOPMENT": "1"} | os.environ | {"DATA_DIR": str(data)}


def packages():
    return sorted(init.parent for init in ROOT.glob("*/__init__.py"))
