"""Serve another application exactly as Beraad's own server is served."""

import argparse


def serve(make_application):
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port

    from workspace.server.launcher import Server  # installs the reactor that all of Twisted uses

    Server(make_application(), bind="127.0.0.1", port=port).run()
