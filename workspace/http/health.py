"""For the machines that watch over us: is the process alive, can it do its work?"""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse


def healthz(request):
    return HttpResponse("ok", content_type="text/plain")


def readyz(request):
    """200 when the database answers, is migrated and files can be written; else 503."""
    problems = {}
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            problems["database"] = "migrations are waiting"
    except DatabaseError as error:
        problems["database"] = type(error).__name__
    if not settings.DATA_DIR.is_dir():
        problems["files"] = "DATA_DIR is missing"
    return JsonResponse({"problems": problems}, status=503 if problems else 200)
