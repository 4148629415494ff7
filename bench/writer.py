"""Another process, such as the mail worker, that posts into a thread when it is told to."""

import subprocess
import sys
from uuid import uuid4

from bench.posters import WORDS


class Writer:
    def __init__(self, thread):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.writer", str(thread.pk)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.process.stdout.readline()

    def post(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def main(thread_pk):
    import django

    django.setup()
    from conversations.models import Thread

    thread = Thread.objects.select_related("stream", "group", "author").get(pk=thread_pk)
    print("ready", flush=True)
    for _ in sys.stdin:
        thread.post(thread.author, WORDS, client_id=str(uuid4()))


if __name__ == "__main__":
    main(sys.argv[1])
