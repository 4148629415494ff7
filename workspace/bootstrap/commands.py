"""The command line of `python3 -m workspace`."""

import argparse
import os
import signal
import sys
from pathlib import Path

from . import ROOT, SetupError
from .run import run
from .test import test


def main():
    options, extra = parse(sys.argv[1:])
    # SIGTERM then stops a step that is under way, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        os.chdir(ROOT)
        return test(extra) if options.command == "test" else run(options)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next start repairs what was not finished.", file=sys.stderr)
        return 130


def parse(arguments):
    parser = argparse.ArgumentParser(prog="python3 -m workspace")
    commands = parser.add_subparsers(dest="command", required=True)
    data = os.environ.get("DATA_DIR", ROOT / "data")

    run = commands.add_parser("run", help="install, build, and serve with a demo world")
    run.add_argument("--port", type=port, default=8000, help="default: 8000")
    run.add_argument(
        "--data",
        type=folder,
        default=folder(data),
        help="folder for data; default: DATA_DIR or ./data",
    )
    run.add_argument("--no-demo", dest="demo", action="store_false", help="start empty")
    run.add_argument(
        "--procfile",
        action="store_true",
        help="several processes, on PostgreSQL and Valkey that it starts itself",
    )
    commands.add_parser("test", help="install, then run every check; arguments go to pytest")

    options, extra = parser.parse_known_args(arguments)
    if extra and options.command != "test":
        parser.error(f"unknown arguments: {' '.join(extra)}")
    return options, extra


def folder(name):
    return Path(name).expanduser().resolve()


def port(text):
    if not (text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text} is not a port number (1 to 65535)")
    return int(text)
