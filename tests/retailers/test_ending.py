"""A relation is ended and taken up again, by page and by API; and where customers stand, as a page shows it."""

import pytest

from invitations.models import Invitation
from retailers.enums import CustomerStatus, Relation
from retailers.models import Customer, CustomerEvent
from tests.retailers.conftest import create, customer_url, url
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

API = "/api/v1/alder/selling/customers/"


def rita(world: World) -> Customer:
    with as_owner():
        return Customer.objects.get(pk=world.customers["alder", "rita"].pk)


def call(client, world, noun, retailer="rita"):
    address = f"{API}{world.customers['alder', retailer].pk}/{noun}/"
    return client.post(
        address, {}, content_type="application/json", headers={"Idempotency-Key": str(uuid7())}
    )


def test_ending_stops_orders_keeps_the_past_and_can_be_taken_up_again(world, alder):
    assert alder.post(customer_url(world, "ending_create")).status_code == 302

    ended = rita(world)
    assert (ended.status, ended.relation) == (CustomerStatus.HAS_ORDERED, Relation.ENDED)
    assert not ended.is_active
    buyer = world.client("rita")
    assert buyer.get("/rita/buying/orders/alder/1/").status_code == 200  # the past stays
    page = alder.get(customer_url(world, "customer_detail")).content.decode()
    assert "Relation ended" in page
    assert "Invite" in page

    assert alder.post(customer_url(world, "activation_create")).status_code == 409
    invite = f"/alder/selling/retailers/{ended.pk}/invitations/invitation/"
    assert alder.post(invite, {"email": ""}).status_code == 302
    asked = rita(world)
    assert (asked.status, asked.relation) == (CustomerStatus.HAS_ORDERED, Relation.ASKED_BY_SUPPLIER)
    with as_owner():
        Invitation.objects.filter(customer=ended).exclude(email="rita@example.com").delete()
        waiting = Invitation.objects.get(customer=ended, status="pending")
        assert OutboundEmail.objects.filter(template="invitations/invitation", to=waiting.email).exists()


def test_what_is_ended_cannot_be_ended_again(world, alder):
    alder.post(customer_url(world, "ending_create"))

    answer = alder.post(customer_url(world, "ending_create"))

    assert answer.status_code == 409
    assert "“Ended”" in answer.content.decode()
    with as_owner():
        assert CustomerEvent.objects.filter(customer=rita(world), kind="ended").count() == 1


def test_a_prospect_has_no_relation_to_end(world, alder):
    prospect = create(world, name="alder")

    assert alder.post(url("ending_create", customer=prospect.pk)).status_code == 409


def test_the_api_switches_and_ends(world, alder):
    off = call(alder, world, "deactivation")
    assert (off.status_code, off.json()["is_active"]) == (201, False)
    on = call(alder, world, "activation")
    assert (on.status_code, on.json()["is_active"]) == (201, True)
    ended = call(alder, world, "ending")
    assert (ended.status_code, ended.json()["relation"]) == (201, "ended")

    for noun in ("ending", "activation"):
        refused = call(alder, world, noun)
        assert (refused.status_code, refused.json()["code"]) == (409, "invalid_transition")


def test_a_viewer_ends_nothing(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)
    client = world.client("alder")

    assert client.post(customer_url(world, "ending_create")).status_code == 403
    assert call(client, world, "ending").status_code == 403
    assert rita(world).relation == Relation.ACCEPTED


def test_creating_sends_nothing(world, alder):
    with as_owner():
        before = OutboundEmail.objects.count()

    create(world, name="alder")

    with as_owner():
        assert OutboundEmail.objects.count() == before


def test_activity_says_from_which_status_to_which(world, alder):
    prospect = create(world, name="alder")
    with as_owner():
        CustomerEvent.objects.create(
            supplier=world.orgs["alder"], customer=prospect, kind="invited",
            status_before="prospect", status_after="invited",
        )  # fmt: skip
        Customer.objects.filter(pk=prospect.pk).update(status="invited", relation="asked_by_supplier")

    activity = alder.get(url("customer_activity", customer=prospect.pk)).content.decode()
    assert "Prospect → Invited" in activity
    way = alder.get(url("customer_detail", customer=prospect.pk)).context["way"]
    assert [(stage.status, stage.state) for stage in way] == [
        ("prospect", "done"), ("invited", "now"), ("registered", "todo"), ("has_ordered", "todo")
    ]  # fmt: skip
    assert way[1].at


def test_the_funnel_counts_in_one_statement_and_leads_to_the_filters(
    world, alder, django_assert_max_num_queries
):
    create(world, name="alder")

    with django_assert_max_num_queries(20) as heard:
        page = alder.get(url("customer_funnel"))

    assert [(row.status, row.count) for row in page.context["way"]] == [
        ("prospect", 1), ("invited", 0), ("registered", 0), ("has_ordered", 3)
    ]  # fmt: skip
    assert f"{url('customer_list')}?status=has_ordered" in page.content.decode()
    assert len([each for each in heard if "retailers_customer" in each["sql"]]) == 1


@pytest.mark.parametrize("who", ["alder"])
def test_the_funnel_is_a_card_of_the_home_page(world, who):
    home = world.client(who).get(f"/{who}/selling/").content.decode()

    assert url("customer_funnel") in home
