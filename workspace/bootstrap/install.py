"""Everything between a clone and a program that can start; what is current is skipped."""

import sys

from . import NODE_MODULES, PYTHON, ROOT, VENV, environment, packages
from .machine import require_node, require_venv
from .progress import step
from .stamp import Stamp

# What is imported is compiled then; of what is not, nobody needs to wait for it.
PIP_OPTIONS = ["--no-input", "--no-compile", "--disable-pip-version-check", "--require-hashes"]
RETRY = "Check the connection to the internet, then start again."
REPORT = "This is a mistake in Beraad itself: please report it with the lines above."


def install(lock, data):
    require_node()
    python_packages(lock)
    node_packages()
    styles()
    catalogues()
    static_files(data)


def python_packages(lock):
    venv = Stamp(VENV / "made", sys.version, str(ROOT))
    # Both locks, because they share one environment: a new version in one undoes the other.
    installed = Stamp(VENV / lock, ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
    if venv.current() and installed.current():
        return
    if not venv.current():
        require_venv()
        step(
            "Making a Python environment in .venv",
            [sys.executable, "-m", "venv", "--clear", VENV],
            advice="Remove the folder .venv, then start again.",
        )
    # An install that is cut off here begins again from an empty environment.
    venv.path.unlink(missing_ok=True)
    step(
        f"Installing the Python packages of {lock}",
        [PYTHON, "-m", "pip", "install", *PIP_OPTIONS, "-r", ROOT / lock],
        advice=RETRY,
    )
    installed.write()
    venv.write()


def node_packages():
    installed = Stamp(NODE_MODULES / ".made", ROOT / "package.json", ROOT / "package-lock.json")
    if installed.current():
        return
    step(
        "Installing the Node packages of package-lock.json",
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        advice=RETRY,
    )
    installed.write()


def styles():
    built = Stamp(
        NODE_MODULES / ".styles",
        ROOT / "package.json",
        ROOT / "package-lock.json",
        ROOT / "workspace" / "styles",
        ROOT / "documents" / "editor",
        makes=[ROOT / "workspace" / "static" / "build"],
    )
    if not built.current():
        step("Building the styles and the editor", ["npm", "run", "build"], advice=REPORT)
        built.write()


def catalogues():
    sources = [file for top in [ROOT / "locale", *packages()] for file in sorted(top.rglob("*.po"))]
    compiled = Stamp(
        VENV / "catalogues", *sources, makes=[source.with_suffix(".mo") for source in sources]
    )
    if not compiled.current():
        step(
            "Compiling the translations",
            [PYTHON, "-m", "workspace.bootstrap.catalogues", *sources],
            advice=REPORT,
        )
        compiled.write()


def static_files(data):
    sources = [folder for package in packages() for folder in sorted(package.rglob("static"))]
    collected = Stamp(
        VENV / "static_files",
        *(ROOT / name for name in ("requirements.lock", "package-lock.json")),
        *(ROOT / "workspace" / name for name in ("settings.py", "storage.py")),
        *sources,
        makes=[ROOT / "staticfiles"],
    )
    if not collected.current():
        step(
            "Collecting the static files",
            [PYTHON, "manage.py", "collectstatic", "--noinput"],
            env=environment(data),
            advice=REPORT,
        )
        collected.write()
