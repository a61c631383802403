"""What may be done only so often: a refused call says when to try again, keeps what was typed, writes nothing."""

import json
import re

import pytest
from django.core.cache import cache
from django.urls import reverse

from retailers.models import Customer, DirectoryEntry
from tests.world import World
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.models import Agreement, MemberInvitation
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

AGAIN = "That was a lot at once. Try again in "
BAR = {"name": "Sixth Bar", "email": "six@bar.example.com", "country": "US", "language": "en"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def few(monkeypatch):
    """Let each of these be done once."""
    for name in (
        "retailers.limits.LIKE_ONES_PER_HOUR",
        "wholesale.organizations.limits.PARTNER_SEARCHES_PER_MINUTE",
        "wholesale.organizations.limits.PROPOSALS_PER_HOUR",
        "wholesale.organizations.limits.COLLEAGUES_PER_HOUR",
        "invitations.limits.INVITATIONS_PER_HOUR",
    ):
        monkeypatch.setattr(name, 1)


def written():
    with as_owner():
        counted = (Customer, DirectoryEntry, Agreement, MemberInvitation, OutboundEmail)
        return [model.objects.count() for model in counted]


def pages(world: World) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return each limited form with who sends it, its address and what is typed."""
    alder = {"organization": "alder"}
    prospect = world.customers["birch", "remy"].pk
    return {
        "directory": ("alder", reverse("retailers:directory_create", kwargs=alder), BAR),
        "sign-up": ("rex", reverse("retailers:company_create"), BAR | {"name": "Rolf Two"}),
        "proposal": (
            "alder",
            reverse("organizations:agreement_create", kwargs=alder),
            {"company": str(world.org_id("ember"))},
        ),
        "colleague": (
            "alder",
            reverse("organizations:member_invitation_create", args=["alder", "selling"]),
            {"email": "new@alder.example.com", "role": "viewer", "language": "en"},
        ),
        "customer": (
            "birch",
            reverse("invitations:invitation_create", args=["birch", prospect]),
            {"email": "other@remy.example.com"},
        ),
    }


@pytest.mark.parametrize("what", ["directory", "sign-up", "proposal", "colleague", "customer"])
def test_a_form_sent_too_often_keeps_what_was_typed_and_writes_nothing(world, few, what):
    who, path, typed = pages(world)[what]
    client = world.client(who)
    client.post(path, typed)
    before = written()

    answer = client.post(path, typed)

    page = answer.content.decode()
    assert answer.status_code == 429
    assert AGAIN in page
    assert re.search(r"in \d+ (minute|second)s?\b", page)
    assert written() == before
    if "email" in typed:
        assert typed["email" if what != "sign-up" else "name"] in page


def test_a_search_for_partners_has_its_limit(world, few):
    client, path = world.client("alder"), reverse("organizations:agreement_create", args=["alder"])
    assert len(client.get(path, {"q": "ember"}).context["found"]) == 1

    answer = client.get(path, {"q": "ember"})

    assert answer.status_code == 429
    assert AGAIN in answer.content.decode()
    assert 'value="ember"' in answer.content.decode()
    assert answer.context["found"] == []
    assert client.get(path).status_code == 200, "the page itself is no search"


def test_an_address_is_not_flooded_by_sending_again(world, monkeypatch):
    monkeypatch.setattr("wholesale.organizations.limits.MAILS_TO_ONE_COLLEAGUE_PER_HOUR", 2)
    with as_owner():
        invited = MemberInvitation.objects.get(organization=world.orgs["alder"])
    path = reverse("organizations:member_invitation_sending", args=["alder", "selling", invited.pk])
    client = world.client("alder")
    assert [client.post(path).status_code for _ in range(2)] == [302, 302]
    before = written()

    answer = client.post(path)

    assert (answer.status_code, AGAIN in answer.content.decode()) == (429, True)
    assert written() == before


def test_a_customer_is_not_flooded_by_sending_again(world, monkeypatch):
    monkeypatch.setattr("invitations.limits.MAILS_TO_ONE_CUSTOMER_PER_HOUR", 2)
    invitation, client = world.invitations["cedar", "rita"], world.client("cedar")
    path = reverse("invitations:invitation_sending", args=["cedar", invitation.customer_id, invitation.pk])
    api = f"/api/v1/cedar/selling/invitations/{invitation.pk}/sending/"
    assert [client.post(path).status_code for _ in range(2)] == [302, 302]
    before = written()

    assert client.post(path).status_code == 429
    refused = client.post(api, content_type="application/json", headers={"Idempotency-Key": str(uuid7())})

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    assert written() == before


def test_the_other_side_of_an_agreement_is_not_flooded_by_changes(world, monkeypatch):
    monkeypatch.setattr("wholesale.organizations.limits.CHANGES_OF_ONE_AGREEMENT_PER_HOUR", 2)
    client, dusk = world.client("alder"), world.agreements["alder", "dusk"].pk
    page = reverse("organizations:agreement_mode", args=["alder", dusk])

    def changed(mode):
        with as_owner():
            version = Agreement.objects.get(pk=dusk).version
        typed = {"mode": mode, "version": version, "email": "somebody@else.example.com"}
        return client.post(page, typed).status_code

    assert [changed(mode) for mode in ("guest", "external")] == [302, 302]
    before = written()
    assert changed("guest") == 429
    switch = reverse("organizations:agreement_grant", args=["alder", dusk, "see_amounts"])
    assert client.post(switch).status_code == 429
    assert written() == before


@pytest.mark.parametrize("way", ["page", "api"])
def test_creating_again_and_again_does_not_read_the_directory_out(world, monkeypatch, way):
    """Each try shows the entries that look alike; it counts as a search, whichever way it comes."""
    monkeypatch.setattr("retailers.limits.SEARCHES_PER_MINUTE", 2)
    client, alike = world.client("alder"), BAR | {"name": "Rex's Bar", "city": "Portland"}
    page, api = reverse("retailers:directory_create", args=["alder"]), "/api/v1/alder/selling/directory/"

    def create():
        if way == "page":
            return client.post(page, alike)
        headers = {"Idempotency-Key": str(uuid7())}
        return client.post(api, json.dumps(alike), content_type="application/json", headers=headers)

    assert [create().status_code for _ in range(2)] == [409, 409]
    before, answer = written(), create()

    assert answer.status_code == 429
    assert str(world.org_id("rex")) not in answer.content.decode()
    assert client.get(api, {"q": "elm"}).status_code == 429, "it is the same allowance as the search's"
    assert written() == before
