"""What the machine itself must have. Where it can be had by apt-get as root, it is."""

import ctypes
import importlib.util
import os
import re
import shutil
import socket
import subprocess

from . import SetupError
from .progress import step

OLDEST_NODE = 20
# What WeasyPrint makes PDFs with: {library: Debian's package}.
PANGO = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}


def require_node():
    advice = f"Install Node.js {OLDEST_NODE} or newer, with npm (see https://nodejs.org)."
    for program in ("node", "npm"):
        if not shutil.which(program):
            raise SetupError(f"The program `{program}` is missing on this machine. {advice}")
    version = subprocess.run(
        ["node", "--version"], capture_output=True, text=True, check=True
    ).stdout.strip()
    if int(re.match(r"v(\d+)", version)[1]) < OLDEST_NODE:
        raise SetupError(f"Node.js on this machine is {version}, which is too old. {advice}")


def require_venv():
    """Debian keeps what `python3 -m venv` needs in a package of its own."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    if not apt_install("python3-venv"):
        raise SetupError(
            "Python on this machine cannot make virtual environments. "
            "On Debian and Ubuntu, run `apt-get install python3-venv` as root, then start again."
        )


def require_port(port):
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except PermissionError:
            raise SetupError(
                f"This user may not use port {port}. Choose one above 1023: "
                "python3 -m workspace run --port 8000"
            ) from None
        except OSError:
            raise SetupError(
                f"Port {port} is in use by another program. Stop that program, or choose "
                f"another port: python3 -m workspace run --port {port + 1}"
            ) from None


def require_folder(folder):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"The data folder {folder} cannot be made ({error.strerror}). "
            "Choose another one with --data."
        ) from None


def lacking_for_pdf():
    """Packages of libraries that this machine does not have."""
    return [package for library, package in PANGO.items() if not _loads(library)]


def _loads(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def want_pdf():
    """Everything else works without."""
    packages = lacking_for_pdf()
    try:
        if not packages or apt_install(*packages):
            return
    except SetupError as error:
        print(error)
    names = " ".join(packages)
    print(f"\n  Exports are HTML only: for PDF run `apt-get install {names}` as root.\n")


def apt_install(*names):
    """Whether the packages could be installed: as root, on Debian and its kin."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    advice = f"Run `apt-get install {' '.join(names)}` yourself, then start again."
    step("Reading Debian's package lists", ["apt-get", "update", "-q"], env=env, advice=advice)
    step(
        f"Installing {' and '.join(names)} with apt-get",
        ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names],
        env=env,
        advice=advice,
    )
    return True
