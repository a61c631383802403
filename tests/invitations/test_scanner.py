"""A mail scanner that fetches every link, twice and with cookies, changes nothing (DATA.md 5.1: GET never acts)."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client

from invitations import tasks
from tests.invitations.conftest import invite, mails
from tests.invitations.test_reminding import age
from wholesale.tenancy.testing import as_owner

LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,)]")


def every_row():
    """Return a digest of each table's rows, but the sessions'."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if name != "django_session"]
        found = {}
        for name in tables:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM {name} t")
            found[name] = cursor.fetchone()
        return found


def paths_in(mail):
    links = LINK.findall(mail.text) + [html.unescape(each) for each in LINK.findall(mail.html)]
    return sorted({urlsplit(link).path or "/" for link in links})


def test_fetching_every_link_of_both_mails_twice_writes_no_row(world, bar):
    age(invite(world, bar))
    tasks.remind()
    sent = mails()
    assert len(sent) == 2
    before = every_row()

    for mail in sent:
        paths = paths_in(mail)
        assert any(path.startswith("/invitation/") for path in paths)
        scanner = Client()
        for _ in range(2):
            for path in paths:
                assert scanner.head(path, follow=True).status_code < 500
                assert scanner.get(path, follow=True).status_code < 500

    assert every_row() == before


@pytest.mark.parametrize("state", ["revoked", "accepted"])
def test_nor_when_it_comes_late(world, bar, state):
    invitation = invite(world, bar)
    age(invitation, status=state, accepted_at=invitation.sent_at)
    before = every_row()

    for path in paths_in(mails()[0]):
        for client in (Client(), world.client("rex")):
            client.get(path, follow=True)

    changed = {name for name, rows in every_row().items() if rows != before[name]}
    assert changed <= {"accounts_user", "usersessions_usersession"}  # world.client signs rex in
