"""Rate limits begin anew with every test; a mail is read where it was written."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.tenancy.testing import as_owner

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def mails():
    """Return the templates of the mails written so far, oldest first."""

    def read(to):
        with as_owner():
            return list(OutboundEmail.objects.filter(to=to).order_by("id").values_list("template", flat=True))

    return read


@pytest.fixture
def code_for():
    """Return the six digits of the newest mail to an address."""

    def read(to):
        with as_owner():
            text = OutboundEmail.objects.filter(to=to).order_by("-id").values_list("text", flat=True)[0]
        found = re.search(r"^(\d{6})$", text, re.MULTILINE)
        assert found, text
        return found[1]

    return read


@pytest.fixture
def nora(db):
    """Return a person with a proven address and a password."""
    return register_person(email="nora@example.com", name="Nora", password=PASSWORD)


@pytest.fixture
def desk(nora):
    """Return a browser where Nora has signed in, and shown once more who she is."""
    client = Client()
    client.post("/accounts/login/", {"login": nora.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client
