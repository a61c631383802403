"""The run's own PostgreSQL: who logs in, and what is promised of it."""

import os

import pytest
from django.db import connection

pytestmark = [pytest.mark.django_db, pytest.mark.server]


def test_tests_run_as_the_app_role_which_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_user, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = session_user"
        )
        assert cursor.fetchone() == (f"{os.environ['TENANCY_ROLE_PREFIX']}_app", False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = session_user")
        assert cursor.fetchone() == (0,)
