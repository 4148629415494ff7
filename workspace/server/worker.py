"""Background work inside the web process, for an installation that is one process."""

import logging
import threading
import time
from contextlib import contextmanager

from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
FINISH_SECONDS = 10


@contextmanager
def working():
    """Do the tasks that are waiting, until the block ends and the task at hand is finished."""
    worker = Worker(
        queue_names=["*"],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    thread = threading.Thread(target=keep_running, args=[worker], name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        worker.running = False
        thread.join(FINISH_SECONDS)


def keep_running(worker):
    """A process manager would start a worker that fell over again; here nobody else does."""
    while worker.running:
        try:
            worker.run()
        except Exception:
            logger.exception("The worker fell over and starts again")
            time.sleep(POLL_SECONDS)
