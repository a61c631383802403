"""What a supervisor asks: is the process alive (/livez), and may it be given requests (/readyz)?"""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


class HealthProbes:
    """Answer the two addresses before any other middleware.

    A probe comes by plain http, to an address of the inner network, and when the database is down:
    neither redirects nor allowed hosts nor a transaction may stand in its way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/livez":
            return JsonResponse({"status": "alive"})
        if request.path == "/readyz":
            return self._readiness()
        return self._get_response(request)

    def _readiness(self) -> JsonResponse:
        """Without its database this process is down; without Redis it only wakes senders up later."""
        database, broker = self._database(), _redis()
        status = "degraded" if broker == "unreachable" else "ready"
        if database != "ok":
            status = "down"
        parts = {"status": status, "database": database, "redis": broker}
        return JsonResponse(parts, status=503 if status == "down" else 200)

    def _database(self) -> str:
        try:
            with connection.cursor() as cursor:  # as the app's own role
                cursor.execute("SELECT 1")
            if not self._migrated:
                executor = MigrationExecutor(connection)
                self._migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        except Error:
            return "unreachable"
        return "ok" if self._migrated else "migrations are missing"


def _redis() -> str:
    if not settings.REDIS_URL:
        return "not used"
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
    except redis.RedisError:
        return "unreachable"
    return "ok"
