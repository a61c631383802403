"""The supplier's page of a guest distributor's people, and the way in for whoever holds the link."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.agreements.asking import Guests, person_of
from tests.agreements.test_agreement import mails
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.organizations import services
from wholesale.organizations.enums import GuestLimit, GuestRequestState, MemberRole
from wholesale.organizations.models import GuestLink, GuestRequest, MemberInvitation, Membership
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

ASKING = reverse("organizations:guest_asking")


@pytest.fixture
def birch(world):
    return Guests(world)


@pytest.fixture
def gus(world):
    world.users["gus"] = person_of("gus")
    return world.users["gus"]


def at(birch: Guests, name: str, *args: object) -> str:
    return reverse(f"organizations:{name}", args=["birch", birch.agreement.pk, *args])


def opened(world: World, token: str, who: str = "") -> Client:
    client = world.client(who) if who else Client()
    answer = client.get(reverse("organizations:guest_open", args=[token]))
    assert (answer["Location"], answer["Referrer-Policy"]) == (ASKING, "no-referrer")
    return client


def test_a_visitor_signs_in_asks_and_sees_what_came_of_it(world, birch, gus):
    token = birch.link()
    visitor = opened(world, token)
    page = visitor.get(ASKING).content.decode()
    assert "Birch" in page
    assert "Gale" in page
    assert f"next={ASKING}" in page
    assert token not in page
    client = opened(world, token, "gus")
    assert 'value="Gus"' in client.get(ASKING).content.decode()

    answer = client.post(ASKING, {"name": "Gus Gray", "message": "Early round, ask Gale."})

    assert answer["Location"] == reverse("organizations:guest_requests")
    assert b"Waiting" in client.get(answer["Location"]).content
    assert world.client("gus").get("/")["Location"] == answer["Location"]
    assert client.post(ASKING, {"name": "Gus Gray"})["Location"] == answer["Location"]
    assert mails() == [("organizations/guest_asked", "birch@example.com")]
    birch.approve(only(GuestRequest, user=gus))
    assert b"Let in" in client.get(reverse("organizations:guest_requests")).content
    assert client.get("/")["Location"] == reverse("orders:delivering_today", args=["gale"])
    assert b"You have access already." in client.get(ASKING).content


def only(model, **filters):
    with as_owner():
        return model.objects.get(**filters)


def test_what_is_typed_stays_and_nothing_is_written(world, birch, gus):
    client = opened(world, birch.link(), "gus")
    answer = client.post(ASKING, {"name": " - ", "message": "x" * 501})
    assert answer.status_code == 422
    assert b"Enter your name." in answer.content
    assert b"xxxxx" in answer.content
    assert world_requests(gus) == 0


def world_requests(person):
    with as_owner():
        return GuestRequest.objects.filter(user=person).count()


@pytest.mark.parametrize("signed_in", ["", "gus"])
def test_a_post_without_a_session_or_a_link_asks_nothing(world, birch, gus, signed_in):
    client = world.client(signed_in) if signed_in else opened(world, birch.link())
    answer = client.post(ASKING, {"name": "Gus"})
    assert answer.status_code == (410 if signed_in else 200)
    assert world_requests(gus) == 0
    assert mails() == []


def test_dead_ends_are_plain_pages(world, birch, gus):
    token = birch.link()
    link = only(GuestLink, token_hash=hash_of(token))
    birch.do(services.switch_guest_link_off, seen=link.pk)
    page = opened(world, token, "gus").get(ASKING)
    assert page.status_code == 410
    assert b"takes no requests by this link" in page.content
    birch.do(services.replace_guest_link, seen=link.pk)
    assert b"has replaced this link" in opened(world, token).get(ASKING).content
    unknown = opened(world, "made-up").get(ASKING)
    assert unknown.status_code == 410
    assert b"leads nowhere" in unknown.content
    assert b"You work at Birch yourself" in opened(world, birch.link(), "birch").get(ASKING).content


def test_the_supplier_sees_who_asks_and_a_button_alone_decides(world, birch, gus):
    request = birch.asked(gus, message="I drive the early round.")
    client = world.client("birch")
    assert (
        b"cb-count"
        in client.get(reverse("organizations:agreement_detail", args=["birch", birch.agreement.pk])).content
    )
    assert b"gus@example.com" in client.get(at(birch, "guest_list")).content
    page = at(birch, "guest_request", request.pk)
    for verb in ("guest_request_approval", "guest_request_refusal"):
        assert client.get(at(birch, verb, request.pk)).status_code == 405
    assert b"I drive the early round." in client.get(page).content
    wrong = client.post(at(birch, "guest_request_approval", request.pk), {"role": "sales", "limit": "none"})
    assert wrong.status_code == 422
    assert only(GuestRequest, pk=request.pk).state == GuestRequestState.WAITING

    answer = client.post(
        at(birch, "guest_request_approval", request.pk), {"role": "driver", "limit": "read_only"}
    )

    assert answer["Location"] == at(birch, "guest_list")
    membership = only(Membership, user=gus)
    assert (membership.role, membership.guest_limit) == (MemberRole.DRIVER, GuestLimit.READ_ONLY)
    late = client.post(at(birch, "guest_request_refusal", request.pk))
    assert late.status_code == 409
    assert b"by Birch Admin" in late.content


def test_access_is_given_changed_and_withdrawn_on_the_page(world, birch, gus):
    client = world.client("birch")
    typed = {
        "email": gus.email, "name": "Gus", "role": "driver", "limit": "none", "language": "es",
        "form_key": str(uuid7()),
    }  # fmt: skip
    assert client.post(at(birch, "guest_invitation_create"), typed | {"email": "no"}).status_code == 422
    for _ in range(2):
        assert client.post(at(birch, "guest_invitation_create"), typed).status_code == 302
    assert mails() == [("organizations/guest_invited", gus.email)]
    again = client.post(at(birch, "guest_invitation_create"), typed | {"form_key": str(uuid7())})
    assert again.status_code == 409
    invitation = only(MemberInvitation, email=gus.email)
    assert client.post(at(birch, "guest_invitation_sending", invitation.pk)).status_code == 302
    assert client.post(at(birch, "guest_invitation_revocation", invitation.pk)).status_code == 302
    membership = birch.let_in(gus)
    change = {"role": "admin", "limit": "no_stock", "version": 1}
    assert client.post(at(birch, "guest_update", membership.pk), change).status_code == 302
    stale = client.post(at(birch, "guest_update", membership.pk), change | {"role": "driver"})
    assert stale.status_code == 412
    assert only(Membership, pk=membership.pk).role == MemberRole.ADMIN
    assert client.post(at(birch, "guest_update", membership.pk), {"role": "x"}).status_code == 422
    assert client.post(at(birch, "guest_withdrawal", membership.pk)).status_code == 302
    assert client.post(at(birch, "guest_withdrawal", membership.pk)).status_code == 404
    assert (
        b"withdrew a guest"
        in client.get(reverse("organizations:agreement_detail", args=["birch", birch.agreement.pk])).content
    )


def test_who_does_not_run_the_people_does_not_see_them(world, birch):
    world.users["vera"] = register_person(email="vera@example.com", name="Vera")
    with as_owner():
        Membership.objects.create(
            user=world.users["vera"], organization=world.orgs["birch"], role=MemberRole.VIEWER
        )
    vera = world.client("vera")
    assert vera.get(at(birch, "guest_list")).status_code == 403
    page = vera.get(reverse("organizations:agreement_detail", args=["birch", birch.agreement.pk]))
    assert at(birch, "guest_list").encode() not in page.content
    assert world.client("cedar").get(at(birch, "guest_list")).status_code == 404
    assert world.client("gale").get(at(birch, "guest_list")).status_code == 404


def test_another_agreements_guest_or_request_is_not_found(world, birch, gus):
    request = birch.asked(gus)
    membership = birch.approve(request)
    theirs = world.agreements["alder", "dusk"].pk
    alder = world.client("alder")
    change = {"role": "driver", "limit": "none", "version": 1}
    for name, key in (
        ("guest_request", request.pk),
        ("guest_request_approval", request.pk),
        ("guest_request_refusal", request.pk),
        ("guest_update", membership.pk),
        ("guest_withdrawal", membership.pk),
    ):
        for agreement in (theirs, birch.agreement.pk):
            address = reverse(f"organizations:{name}", args=["alder", agreement, key])
            asked = alder.get(address) if name == "guest_request" else alder.post(address, change)
            assert asked.status_code == 404, name
    assert only(Membership, pk=membership.pk).role == MemberRole.DISPATCHER


@pytest.mark.parametrize("extra", [1, 30])
def test_the_page_asks_the_same_for_1_and_30(world, birch, extra, django_assert_num_queries):
    with as_owner():
        for number in range(extra):
            Membership.objects.create(
                user=register_person(email=f"g{number}@example.com", name=f"G {number}"),
                organization=world.orgs["gale"],
                guest_of=world.orgs["birch"],
                role=MemberRole.DRIVER,
            )
    client, address = world.client("birch"), at(birch, "guest_list")
    with django_assert_num_queries(13):
        client.get(address)
