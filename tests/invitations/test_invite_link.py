"""Every supplier has one permanent invite link (SPEC.md N5, 004-03, 004-05)."""

import re

import pytest
from django.db import DatabaseError, transaction

from invitations import queries
from invitations.enums import LinkState
from invitations.models import InviteLink
from tests.world import World
from wholesale.organizations.enums import Side
from wholesale.organizations.models import Organization
from wholesale.organizations.services import add_hat
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db


def link_of(world: World, supplier: str) -> InviteLink:
    with acting_as(world.context(supplier)):
        return queries.link_in_use(world.orgs[supplier])


def test_each_supplier_has_its_own_link_and_nobody_else_has_one(world: World) -> None:
    with as_owner():
        links = list(InviteLink.objects.all())

    assert {link.supplier_id for link in links} == {
        world.org_id(name) for name in ("alder", "birch", "cedar")
    }
    assert len({link.code for link in links}) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22}", link.code) for link in links)
    assert {link.state for link in links} == {LinkState.ON}


def test_a_company_that_begins_to_sell_gets_one_and_keeps_it(world: World) -> None:
    rita = world.orgs["rita"]

    with acting_as(world.context("rita")):
        add_hat(organization=rita, side=Side.SELLING, by=world.users["rita"])

    with as_owner():
        first = queries.link_in_use(rita)
        Organization.objects.filter(pk=rita.pk).update(sells=True)
        assert InviteLink.objects.get(supplier=rita).code == first.code


def test_the_code_leads_to_its_supplier_and_another_code_nowhere(world: World) -> None:
    link = link_of(world, "alder")

    with transaction.atomic():
        found = queries.link_by_code(link.code)
        others = [queries.link_by_code(code) for code in (link.code.swapcase(), "", "x" * 5000, "\0" * 22)]

    assert found
    assert (found.pk, found.supplier.name) == (link.pk, "Alder")
    assert others == [None] * 4


def test_a_tag_is_found_under_its_own_suppliers_link_alone(world: World) -> None:
    world.tags["birch"].slug = "expo"
    with as_owner():
        world.tags["birch"].save()

    link = link_of(world, "alder")
    with transaction.atomic():
        assert queries.tag_by_slug(link, "fair") == world.tags["alder"]
        assert queries.tag_by_slug(link, "expo") is None


def test_nobody_takes_the_code_of_another(world: World) -> None:
    code = link_of(world, "alder").code

    with acting_as(world.context("cedar")), pytest.raises(DatabaseError), transaction.atomic():
        InviteLink.objects.filter(supplier=world.orgs["cedar"]).update(code=code)
    with acting_as(world.context("cedar")), pytest.raises(DatabaseError), transaction.atomic():
        InviteLink.objects.create(supplier=world.orgs["cedar"], code=code, replaced_at="2026-01-01T00:00Z")
