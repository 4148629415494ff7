"""`python3 -m bench [SCENARIO …]`: measure on the real server, and print one table."""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import cores
from bench.figures import Figure, table
from workspace.bootstrap import PYTHON, SetupError, environment
from workspace.bootstrap.install import install
from workspace.bootstrap.servers import brought

ON_POSTGRESQL = [
    "fanout", "latency", "memory", "page", "burst", "posting", "reach", "outcomes", "votes", "text",
    "upload", "mailin", "mailout",
]  # fmt: skip
ON_SQLITE = ["posting", "reach"]


def main():
    chosen = parse()
    with TemporaryDirectory(prefix="beraad-bench-") as folder:
        data = Path(folder)
        install("requirements-dev.lock", data)
        cores.stay_on(cores.OTHERS)
        env = environment(data) | {"DJANGO_SETTINGS_MODULE": "workspace.settings"}
        with brought(data, "track_commit_timestamp=on") as addresses:
            figures = run(chosen, ON_POSTGRESQL, env | addresses)
        for name in ("DATABASE_URL", "REDIS_URL"):
            env.pop(name, None)
        figures += run(chosen, ON_SQLITE, env)
    print(f"\n{date.today()}, {machine()}\n\n{table(figures)}")
    return 0 if all(figure.reached is not False for figure in figures) else 1


def parse():
    parser = argparse.ArgumentParser(prog="python3 -m bench", description=__doc__)
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=", ".join(ON_POSTGRESQL))
    chosen = parser.parse_args().scenarios or ON_POSTGRESQL
    if unknown := set(chosen) - set(ON_POSTGRESQL):
        parser.error(f"unknown: {', '.join(unknown)}")
    return chosen


def run(chosen, possible, env):
    names = [name for name in possible if name in chosen]
    if names:
        subprocess.run([PYTHON, "manage.py", "migrate", "-v", "0"], env=env, check=True)
    return [figure for name in names for figure in scenario(name, env)]


def scenario(name, env):
    print(f"  {name} …", flush=True)
    command = [PYTHON, "-m", "bench.scenario", name]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return [Figure(name, "", "stopped; the lines above say why", False)]
    return [Figure(**figure) for figure in json.loads(done.stdout)]


def machine():
    models = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return f"{os.cpu_count()} × {models[0]}, Python {platform.python_version()}"


try:
    sys.exit(main())
except SetupError as error:
    sys.exit(f"\n{error}")
