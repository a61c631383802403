"""API tokens in Setup: made by who may, shown once, ended at once, limited to what its maker holds."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholesale.api.models import ApiToken
from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import Membership
from wholesale.organizations.roles import Permission
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.models import uuid7
from wholesale.tenancy.testing import as_owner

pytestmark = pytest.mark.django_db
LIST = "/alder/selling/setup/tokens/"


def made() -> list[ApiToken]:
    with as_owner():
        return list(ApiToken.objects.exclude(prefix="cb_cast"))


def secret_in(response) -> str:
    page: str = response.content.decode()
    return page.partition('readonly value="')[2].partition('"')[0]


def test_a_token_is_shown_once_and_opens_the_api(world):
    response = world.client("alder").post(f"{LIST}new/", {"name": "Webshop", "role": ""})

    assert response.status_code == 201
    secret = secret_in(response)
    (token,) = made()
    assert (token.token_hash, token.prefix) == (hash_of(secret), secret[:10])
    assert response.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    page = world.client("alder").get(LIST).content.decode()
    assert "Webshop" in page
    assert secret not in page
    with as_owner():
        entry = AuditEntry.objects.get(verb="token_made")
    assert (entry.subject_name, entry.by_name) == ("Webshop", "Alder Admin")
    assert secret not in str(entry.after)


def test_an_integration_gets_a_role(world):
    world.client("alder").post(f"{LIST}new/", {"name": "Books", "role": MemberRole.ACCOUNTING})

    (token,) = made()
    assert (token.membership_id, token.role) == (None, "accounting")


def test_a_revoked_token_opens_nothing(world):
    client = world.client("alder")
    secret = secret_in(client.post(f"{LIST}new/", {"name": "Webshop"}))
    (token,) = made()
    machine = Client(headers={"authorization": f"Bearer {secret}"})

    response = client.post(reverse("api:revocation_create", args=["alder", "selling", token.pk]))

    assert response.status_code == 302
    assert made()[0].revoked_at is not None
    assert machine.get("/api/v1/nothing/").status_code == 404
    assert "Revoked" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "This field is required."),
        (
            {"name": "Old", "expires_on": str(timezone.now().date() - timedelta(days=1))},
            "Choose a day that has not passed.",
        ),
        ({"name": "Odd", "role": "driver"}, "not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(world, values, words):
    response = world.client("alder").post(f"{LIST}new/", values)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert made() == []


def test_colleagues_without_the_right_and_strangers(world):
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.SALES)
    assert world.client("alder").get(LIST).status_code == 403
    assert world.client("birch").get(LIST).status_code == 404
    with as_owner():
        foreign = ApiToken.objects.get(organization=world.orgs["alder"])
    url = reverse("api:revocation_create", args=["birch", "selling", foreign.pk])
    assert world.client("birch").post(url).status_code == 404


def test_nobody_hands_on_more_than_they_have(world):
    response = world.client("dawn").post(
        "/dawn/delivering/setup/tokens/new/", {"name": "Wide", "permissions": [Permission.PLACE_ORDERS]}
    )

    assert response.status_code == 422
    assert made() == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_does_not_grow_with_its_rows(world, django_assert_num_queries, rows):
    with as_owner():
        old = ApiToken.objects.get(organization=world.orgs["alder"])
        for number in range(rows):
            old.pk, old.token_hash = uuid7(), f"{number:064d}"
            old.save(force_insert=True)
    client = world.client("alder")
    client.get(LIST)
    with django_assert_num_queries(7):
        client.get(LIST)
