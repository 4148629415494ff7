"""From an HTML document to a PDF (PDF/UA-1: tagged), within bounds."""

import logging
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore

from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

PROGRAM = Path(__file__).with_name("printing.py")
AT_ONCE, WAIT_SECONDS, SECONDS = 2, 15, 60
NO_LIBRARIES = 3
_places = BoundedSemaphore(AT_ONCE)


class NotMade(Exception):
    """There is no PDF; the text of the exception says why, to whoever asked for it."""


def made_of(html):
    """The PDF, as bytes. Raises `NotMade`."""
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise NotMade(_("Others are making a PDF too. Try again in a minute."))
    try:
        with TemporaryDirectory(prefix="pdf-") as folder:
            done = subprocess.run(
                [sys.executable, "-I", PROGRAM], input=html.encode(), capture_output=True,
                timeout=SECONDS, cwd=folder, env={"LANG": "C.UTF-8", "TMPDIR": folder},
            )  # fmt: skip
    except subprocess.TimeoutExpired as expired:
        raise NotMade(_too_large()) from expired
    finally:
        _places.release()
    if done.returncode == 0:
        return done.stdout
    logger.warning("No PDF: the program ended with %s", done.returncode)
    if done.returncode == NO_LIBRARIES:
        raise NotMade(
            _(
                "A PDF cannot be made here: the server lacks the libraries of Pango. Take the "
                "HTML, which has the same in it."
            )
        )
    raise NotMade(_too_large())


def _too_large():
    return _("This is too much for a PDF. Take the HTML, which has the same in it.")
