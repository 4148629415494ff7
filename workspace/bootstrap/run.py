"""`python3 -m workspace run`: install, fill, and serve."""

import os
import subprocess
import sys

from . import PYTHON, VENV, SetupError, environment
from .fill import fill
from .install import install
from .machine import require_folder, require_port, want_pdf
from .servers import brought

# Mail is received on the port that is so much above that of the pages: 8024, where that is 8000.
LMTP_ABOVE = 24


def run(options):
    for port in (options.port, options.port + 1) if options.procfile else (options.port,):
        require_port(port)
    require_folder(options.data)
    install("requirements-dev.lock" if options.procfile else "requirements.lock", options.data)
    want_pdf()
    address = f"http://localhost:{options.port}"
    lmtp = f"127.0.0.1:{options.port + LMTP_ABOVE}"
    env = {"SITE_URL": address, "LMTP_LISTEN": lmtp} | environment(options.data)
    env["PORT"] = str(options.port)
    if options.procfile:
        with brought(options.data) as addresses:
            announce(address, fill(env | addresses, options.data, options.demo))
            return several_processes(env | addresses)
    announce(address, fill(env, options.data, options.demo))
    serve = [str(PYTHON), "-m", "workspace.server", "--port", str(options.port), "--worker"]
    return os.execve(PYTHON, serve, env)  # noqa: S606 - its signals are then the server's


def announce(address, logins):
    print(f"\nBeraad is at {address} (stop it with Ctrl-C).\n{logins}", flush=True)


def several_processes(env):
    """Run the Procfile: two web processes, on PORT and PORT + 1, and one of each other."""
    env = env | {"PATH": f"{VENV / 'bin'}{os.pathsep}{env['PATH']}", "PYTHONUNBUFFERED": "1"}
    honcho = subprocess.Popen(
        [PYTHON, "-m", "honcho", "start", "--port", env["PORT"], "--concurrency", "web=2"], env=env
    )
    try:
        honcho.wait()
    except KeyboardInterrupt:
        honcho.terminate()
        honcho.wait()
        print("Ended.", file=sys.stderr)
        return 0
    raise SetupError("One of the processes ended by itself; the lines above say which, and why.")
