"""The API's second door to companies: who am I, who works here."""

import pytest
from django.test import Client
from django.urls import reverse

from wholesale.api.services import make_member_token
from wholesale.organizations.acting import acting_of
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.roles import Permission, permissions_of
from wholesale.tenancy.testing import acting_as


@pytest.fixture
def machine(world):
    """Return a caller with a token of a company's member, limited to some rights or not."""

    def make(company, side, person=None, permissions=frozenset()):
        person = person or world.users[company]
        acting = acting_of(person, slug=company, side=side)
        with acting_as(acting.context):
            _, secret = make_member_token(
                acting=acting, name="Till", permissions=set(permissions), expires_at=None, by=person
            )
        return Client(headers={"authorization": f"Bearer {secret}"})

    return make


def members(company="alder", side="selling"):
    return reverse("organizations_api:members", args=[company, side])


def test_a_token_says_whose_it_is_and_what_it_may_do(world, machine):
    caller = machine("dawn", Side.DELIVERING)

    answer = caller.get("/api/v1/me/").json()

    assert answer == caller.get("/api/v1/dawn/delivering/me/").json()
    assert (answer["organization"], answer["side"], answer["role"]) == ("dawn", "delivering", "admin")
    assert answer["email"] == "dawn@example.com"
    assert set(answer["permissions"]) == set(permissions_of(Side.DELIVERING, MemberRole.ADMIN))


def test_nobody_is_nobody(world):
    assert Client().get("/api/v1/me/").status_code == 401
    assert world.client("alder").get("/api/v1/me/").status_code == 401
    assert world.client("alder").get("/api/v1/alder/selling/me/").status_code == 200
    assert world.client("alder").get("/api/v1/cedar/selling/me/").status_code == 404


def test_members_are_listed_by_pages(world, hire, machine):
    hire("alder", "vera")
    hire("cedar", "other")
    caller = machine("alder", Side.SELLING)

    first = caller.get(members(), {"limit": 1}).json()
    rest = caller.get(first["next"]).json()

    rows = first["results"] + rest["results"]
    assert [row["email"] for row in rows] == ["alder@example.com", "vera@example.com"]
    assert rows[1].keys() == {"id", "user_id", "name", "email", "role", "created_at"}
    assert rest["next"] is None


def test_who_may_not_run_the_company_does_not_list_it(world, hire, machine):
    viewer = hire("alder", "vera")

    assert machine("alder", Side.SELLING, viewer.user).get(members()).status_code == 403
    narrow = machine("alder", Side.SELLING, permissions={Permission.VIEW_ORDERS})
    assert narrow.get(members()).status_code == 403
    assert machine("cedar", Side.SELLING).get(members()).status_code == 404


@pytest.mark.parametrize("extra", [0, 29])
def test_the_list_asks_the_same_for_1_and_30(world, hire, machine, extra, django_assert_num_queries):
    for number in range(extra):
        hire("alder", f"vera{number}")
    caller = machine("alder", Side.SELLING)

    # begin, token, members, end
    with django_assert_num_queries(4):
        caller.get(members())
