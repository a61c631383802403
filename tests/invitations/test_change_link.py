"""The invite link is switched off and on, and replaced; twice does no more than once (SPEC.md N5)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from invitations import queries, services
from invitations.enums import LinkState
from invitations.errors import LinkReplaced
from invitations.models import InviteLink
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.tenancy.testing import acting_as, as_owner


def verbs(world: World, supplier: str = "alder") -> list[str]:
    with as_owner():
        entries = AuditEntry.objects.filter(organization=world.orgs[supplier], verb__startswith="invite_link")
        return list(entries.order_by("at", "id").values_list("verb", flat=True))


def call(world: World, service: Callable[..., InviteLink], code: str = "") -> InviteLink:
    alder = world.orgs["alder"]
    with acting_as(world.context("alder")):
        seen = code or queries.link_in_use(alder).code
        return service(supplier=alder, code=seen, by=world.users["alder"])


def opened(code: str) -> InviteLink:
    with transaction.atomic():
        found = queries.link_by_code(code)
    assert found
    return found


@pytest.mark.django_db
def test_off_and_on_again_keeps_the_address(world: World) -> None:
    first = call(world, services.switch_link_off)
    assert opened(first.code).state == LinkState.OFF

    again = call(world, services.switch_link_on)

    assert again.code == first.code
    assert opened(first.code).state == LinkState.ON
    assert verbs(world) == ["invite_link_switched_off", "invite_link_switched_on"]


@pytest.mark.django_db
def test_what_is_off_already_is_not_switched_off_twice(world: World) -> None:
    for _ in range(2):
        call(world, services.switch_link_off)

    assert verbs(world) == ["invite_link_switched_off"]


@pytest.mark.django_db
def test_a_replaced_link_is_known_as_such_and_the_new_one_leads_to_the_same_supplier(world: World) -> None:
    old = call(world, services.switch_link_on)

    new = call(world, services.replace_link)

    assert new.code != old.code
    assert (opened(old.code).state, opened(old.code).supplier) == (LinkState.REPLACED, world.orgs["alder"])
    assert (opened(new.code).state, opened(new.code).supplier) == (LinkState.ON, world.orgs["alder"])
    assert (new.by, new.by_name) == (world.users["alder"], str(world.users["alder"]))
    with as_owner():
        entry = AuditEntry.objects.get(verb="invite_link_replaced")
        assert (entry.before, entry.after) == (
            {"address": queries.address_of(old)},
            {"address": queries.address_of(new)},
        )


@pytest.mark.django_db
def test_the_new_link_is_off_where_the_old_one_was(world: World) -> None:
    call(world, services.switch_link_off)

    assert call(world, services.replace_link).state == LinkState.OFF


@pytest.mark.django_db
@pytest.mark.parametrize(
    "service", [services.replace_link, services.switch_link_off, services.switch_link_on]
)
def test_who_has_seen_an_older_link_changes_nothing(world: World, service: Callable[..., InviteLink]) -> None:
    old = call(world, services.switch_link_on)
    new = call(world, services.replace_link)
    before = verbs(world)

    for code in (old.code, "", "x" * 22):
        with pytest.raises(LinkReplaced):
            call(world, service, code or "-")

    assert opened(new.code).state == LinkState.ON
    assert verbs(world) == before


@pytest.mark.django_db
def test_birchs_link_is_no_business_of_alders(world: World) -> None:
    with as_owner():
        birchs = queries.link_in_use(world.orgs["birch"])

    with pytest.raises(LinkReplaced):
        call(world, services.switch_link_off, birchs.code)

    assert opened(birchs.code).state == LinkState.ON


@pytest.mark.django_db(transaction=True)
def test_of_four_clicks_at_once_one_replaces(committed_world: World) -> None:
    world = committed_world
    code = call(world, services.switch_link_on).code

    def click(_: int) -> bool:
        try:
            call(world, services.replace_link, code)
        except LinkReplaced:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(click, range(4)))

    assert sorted(done) == [False, False, False, True]
    with as_owner():
        assert InviteLink.objects.filter(supplier=world.orgs["alder"]).count() == 2
    assert verbs(world) == ["invite_link_replaced"]
