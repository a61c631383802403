"""/livez and /readyz, asked as a supervisor asks: no host name, no TLS, whatever is down."""

import pytest
from django.db import OperationalError, connection
from django.test import override_settings

NOWHERE = "redis://127.0.0.1:1/0"


def test_alive_needs_nothing(client, settings):
    settings.ALLOWED_HOSTS = []
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/livez", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_ready_with_the_database_and_its_migrations(client):
    response = client.get("/readyz", headers={"host": "10.0.0.7"})
    assert response.status_code == 200
    assert response.json() == {"status": "ready", "database": "ok", "redis": "not used"}


@pytest.mark.django_db
def test_without_redis_it_is_degraded_but_takes_requests(client):
    with override_settings(REDIS_URL=NOWHERE):
        response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "degraded", "database": "ok", "redis": "unreachable"}


@pytest.mark.redis
@pytest.mark.django_db
def test_ready_with_redis(client, redis_url):
    with override_settings(REDIS_URL=redis_url):
        assert client.get("/readyz").json() == {"status": "ready", "database": "ok", "redis": "ok"}


@pytest.mark.django_db
def test_an_unapplied_migration_keeps_requests_away(client):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {connection.settings_dict['USER'].removesuffix('app')}owner")
        cursor.execute("DELETE FROM django_migrations WHERE app = 'orders'")
        cursor.execute("RESET ROLE")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["database"] == "migrations are missing"


def test_without_its_database_it_is_down(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "down", "database": "unreachable", "redis": "not used"}
