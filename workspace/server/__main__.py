import argparse
import os
import signal
import sys


def main():
    options = parse()
    # Before the imports, which take a second: to be ended during them is no error either.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    server = make(options)
    resume()
    if options.worker:
        from conversations.mail.transports.running import receiving
        from conversations.mail.transports.server import CannotReceive

        from .worker import working

        try:
            with working(), receiving():
                server.run()
        except CannotReceive as error:
            sys.exit(str(error))
    else:
        server.run()


def resume():
    from conversations.tasks import resume

    resume()


def parse():
    parser = argparse.ArgumentParser(prog="python -m workspace.server")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--bind", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--worker", action="store_true", help="also work and receive mail")
    return parser.parse_args()


def make(options):
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workspace.settings")
    django.setup()
    from .launcher import Server  # first: it installs the reactor that all of Twisted then uses

    from workspace.asgi import application  # isort: skip

    return Server(application, bind=options.bind, port=options.port)


main()
