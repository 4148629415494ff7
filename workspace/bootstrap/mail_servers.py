"""Mail servers to test with: Debian's, unpacked into a folder beside each other. Installed, one
would drive out the other, and begin to serve this machine's own mail."""

import os
import platform
import shutil
import subprocess

from . import VENV
from .progress import step
from .stamp import Stamp

UNPACKED = VENV / "debian"
PACKAGES = {
    "postfix": ["postfix"],
    "exim": ["exim4-daemon-light", "libnss-wrapper"],
    "dovecot": ["dovecot-imapd"],
}
ADVICE = "Check the connection to the internet, then start again."
MISSING = "the mail servers to test with need Debian 12, root, and one run of the test command"


def mail_servers():
    """Have them; False where that cannot be: the tests that need them are skipped, and say why."""
    if not possible():
        print(f"\n  ATTENTION. Skipped: {MISSING}.\n")
        return False
    done = Stamp(UNPACKED / "made", str(PACKAGES))
    if not done.current():
        step("Reading Debian's package lists", ["apt-get", "update", "-q"], advice=ADVICE)
        for name, packages in PACKAGES.items():
            unpack(name, packages)
        done.write()
    return True


def possible():
    return (
        os.geteuid() == 0
        and all(shutil.which(program) for program in ("apt-get", "dpkg"))
        and platform.freedesktop_os_release().get("VERSION_ID") == "12"
    )


def unpack(name, packages):
    """The packages, with what they need and this machine does not have."""
    folder, archives = UNPACKED / name, UNPACKED / "archives" / name
    shutil.rmtree(folder, ignore_errors=True)
    archives.mkdir(parents=True, exist_ok=True)
    options = [f"Dir::Cache::archives={archives}", "APT::Sandbox::User=root"]
    step(
        f"Fetching {name} to test with",
        [
            *("apt-get", "install", "-y", "-q", "--download-only", "--reinstall"),
            "--no-install-recommends",
            *(part for option in options for part in ("-o", option)),
            *packages,
        ],
        advice=ADVICE,
    )
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg", "-x", archive, folder], check=True)
    for program in folder.rglob("*"):
        if program.is_file() and not program.is_symlink():
            program.chmod(program.stat().st_mode & 0o777)  # nobody gets root's rights by it
    shutil.rmtree(archives)
