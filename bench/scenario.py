"""One scenario in a process of its own: `python -m bench.scenario NAME`, figures as JSON."""

import json
import logging
import sys
from dataclasses import asdict
from importlib import import_module

import django

from bench import cores


def main(name):
    django.setup()
    logging.disable(logging.INFO)  # the requests of scenarios that ask in this process
    cores.stay_on(cores.OTHERS)
    figures = import_module(f"bench.scenarios.{name}").measure()
    print(json.dumps([asdict(figure) for figure in figures]))


main(sys.argv[1])
