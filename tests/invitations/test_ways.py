"""What came of the link and of each tag: counts of customers, each stage below the one before (SPEC.md N5)."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from invitations import queries
from invitations.enums import Origin, RequestState
from invitations.models import AccessRequest, InviteTag
from invitations.services import approve_request, ask_for_access, reject_request
from retailers.models import Customer
from retailers.services import activate_customer
from tests.world import World
from wholesale.tenancy.testing import acting_as, as_owner

pytestmark = pytest.mark.django_db

PAGE = "/alder/selling/setup/invite/"


def ask(
    world: World, retailer: str, supplier: str, tag: InviteTag | None, origin: Origin = Origin.LINK
) -> AccessRequest:
    by = world.users[retailer]
    with acting_as(world.context(retailer)):
        return ask_for_access(
            supplier=world.orgs[supplier], retailer=world.orgs[retailer], by=by, tag=tag, origin=origin
        )


def ways(world: World, supplier: str = "alder") -> dict[str, tuple[int, int, int, int]]:
    with acting_as(world.context(supplier)):
        return {
            way.tag.name if way.tag else "": (way.requested, way.approved, way.active, way.has_ordered)
            for way in queries.ways_of(world.orgs[supplier])
        }


def approve(world: World, request: AccessRequest, supplier: str = "alder") -> None:
    with acting_as(world.context(supplier)):
        approve_request(request=request, by=world.users[supplier])


def test_a_customer_moves_down_its_way(world: World) -> None:
    birchs = ways(world, "birch")
    assert ways(world) == {"": (0, 0, 0, 0), "Fair": (0, 0, 0, 0)}

    asked = ask(world, "rex", "alder", world.tags["alder"])
    assert ways(world) == {"": (0, 0, 0, 0), "Fair": (1, 0, 0, 0)}
    approve(world, asked)
    assert ways(world)["Fair"] == (1, 1, 0, 0)
    with acting_as(world.context("alder")):
        activate_customer(customer=Customer.objects.get(pk=asked.customer_id), by=world.users["alder"])
    assert ways(world)["Fair"] == (1, 1, 1, 0)
    with as_owner():
        Customer.objects.filter(pk=asked.customer_id).update(
            status="has_ordered", first_ordered_at=timezone.now(), last_ordered_at=timezone.now()
        )

    assert ways(world) == {"": (0, 0, 0, 0), "Fair": (1, 1, 1, 1)}
    with acting_as(world.context("alder")):
        assert queries.way_of_tag(world.tags["alder"]).has_ordered == 1
    assert ways(world, "birch") == birchs


def test_who_asks_again_by_the_link_counts_once_and_where_it_was_approved(world: World) -> None:
    for _ in range(2):
        refused = ask(world, "rex", "alder", world.tags["alder"])
        with acting_as(world.context("alder")):
            reject_request(request=refused, by=world.users["alder"])
    approve(world, ask(world, "rex", "alder", None))

    assert ways(world) == {"": (1, 1, 0, 0), "Fair": (1, 0, 0, 0)}


def test_neither_who_came_by_itself_nor_a_test_customer_counts(world: World) -> None:
    own = ask(world, "rex", "alder", None, Origin.OWN)
    assert ways(world)[""] == (0, 0, 0, 0)

    with as_owner():
        world.orgs["rex"].private_to = world.orgs["alder"]
        world.orgs["rex"].save()
        AccessRequest.objects.filter(pk=own.pk).update(origin=Origin.LINK)
        Customer.objects.filter(pk=own.customer_id).update(is_test=True)
        assert Customer.objects.get(pk=own.customer_id).is_test

    assert ways(world)[""] == (0, 0, 0, 0)


def test_the_pages_show_the_counts_and_who_came(world: World, django_assert_num_queries: object) -> None:
    cache.clear()
    asked = ask(world, "rex", "alder", world.tags["alder"])
    alder = world.client("alder")

    with django_assert_num_queries(9):  # type: ignore[operator]
        page = alder.get(PAGE)
    assert [(way.tag, way.requested) for way in page.context["ways"]] == [(None, 0), (world.tags["alder"], 1)]
    with django_assert_num_queries(10):  # type: ignore[operator]
        page = alder.get(f"{PAGE}tags/{world.tags['alder'].pk}/")
    assert [row.pk for row in page.context["page"].rows] == [asked.pk]
    assert "1 requested · 0 approved" in " ".join(page.content.decode().split())
    with django_assert_num_queries(8):  # type: ignore[operator]
        (listed,) = alder.get("/api/v1/alder/selling/invite-link/tags/").json()["results"]
    assert (listed["requested"], listed["approved"]) == (1, 0)


def test_a_long_list_of_who_came_is_paged_in_as_many_statements(
    world: World, django_assert_num_queries: object
) -> None:
    cache.clear()
    tag, rex = world.tags["alder"], world.users["rex"]
    with as_owner():
        for pair in (("alder", "rita"), ("alder", "remy"), ("alder", "rosa")):
            AccessRequest.objects.bulk_create(
                AccessRequest(
                    supplier=world.orgs["alder"],
                    retailer=world.orgs[pair[1]],
                    customer=world.customers[pair],
                    person=rex,
                    email=rex.email,
                    origin=Origin.LINK,
                    tag=tag,
                    state=RequestState.REJECTED,
                    decided_at="2026-01-01T00:00Z",
                )
                for _ in range(10)
            )

    alder = world.client("alder")
    with django_assert_num_queries(10):  # type: ignore[operator]
        page = alder.get(f"{PAGE}tags/{tag.pk}/")

    assert len(page.context["page"].rows) == 25
    assert page.context["page"].next
    assert ways(world)["Fair"] == (3, 0, 0, 0)
