"""Colleagues beside the cast's admins, and the way to what was mailed to them."""

import re

import pytest
from django.core.cache import cache

from wholesale.accounts.services import register_person
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.testing import as_owner


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def hire(world):
    """Make a colleague at one of the cast's companies."""

    def make(company, name, role=MemberRole.VIEWER):
        person = register_person(email=f"{name}@example.com", name=name.title())
        with as_owner():
            return Membership.objects.select_related("organization").get(
                pk=Membership.objects.create(organization=world.orgs[company], user=person, role=role).pk
            )

    return make


@pytest.fixture
def link_for():
    """Return the path of the link in the newest mail to an address."""

    def read(to):
        with as_owner():
            text = OutboundEmail.objects.filter(to=to).order_by("-id").values_list("text", flat=True)[0]
        found = re.search(r"https?://[^/]+(/join/\S+)", text)
        assert found, text
        return found[1]

    return read
