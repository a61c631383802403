"""Who gets into the API: a token or a browser, for one company under one hat, until it ends."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.wholesale.machines import COMPANY, NOTES, assert_problem, bearer, make_token, notes, post
from wholesale.api.base import ApiView
from wholesale.api.models import ApiToken
from wholesale.audit.models import AuditEntry
from wholesale.organizations.access import Need
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.models import Membership, Organization
from wholesale.organizations.roles import Permission
from wholesale.tenancy.testing import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.wholesale.api_example")]


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def test_a_token_acts_for_its_company_and_side(world):
    client = bearer(make_token(world))

    assert client.get(NOTES).json()["results"] == [
        {"id": str(entry.pk), "verb": "created"} for entry in entries_of(world, "alder")
    ]
    assert_problem(client.get("/api/v1/birch/selling/notes/"), 404, "not_found")
    assert_problem(bearer(make_token(world, "rita", Side.BUYING)).get(NOTES), 404, "not_found")


def entries_of(world, name):
    with as_owner():
        return list(AuditEntry.objects.filter(organization=world.orgs[name]).order_by("-id"))


@pytest.mark.parametrize("header", ["Bearer wrong", "Bearer", "Basic YTpi", "cb_alder-selling-0"])
def test_without_a_good_token_nobody_gets_in(world, header):
    make_token(world)
    response = Client(headers={"authorization": header}).get(NOTES)
    assert_problem(response, 401, "not_authenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert_problem(Client().get(NOTES), 401, "not_authenticated")


@pytest.mark.parametrize("end", ["expired", "revoked", "dismissed", "deactivated"])
def test_a_token_ends(world, end):
    client = bearer(make_token(world))
    assert client.get(NOTES).status_code == 200
    past = timezone.now() - timedelta(seconds=1)
    with as_owner():
        if end == "expired":
            ApiToken.objects.update(expires_at=past)
        elif end == "revoked":
            ApiToken.objects.update(revoked_at=past)
        elif end == "dismissed":
            Membership.objects.filter(user=world.users["alder"]).delete()
        else:
            world.users["alder"].is_active = False
            world.users["alder"].save()

    assert_problem(client.get(NOTES), 401, "not_authenticated")


def test_an_integration_has_a_role_of_its_own_and_outlives_its_maker(world):
    client = bearer(make_token(world, membership=None, role=MemberRole.VIEWER))
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).delete()

    assert client.get(COMPANY).status_code == 200
    assert_problem(client.get(NOTES), 403, "forbidden")


def test_a_limited_token_holds_only_its_rights(world):
    client = bearer(make_token(world, permissions=[Permission.VIEW_AUDIT]))

    assert client.get(NOTES).status_code == 200
    assert_problem(post(client, {"verb": "called"}), 403, "forbidden")
    assert notes() == 0


def test_a_signed_in_browser_gets_in_with_its_csrf_token(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["alder"])

    assert client.get(NOTES).status_code == 200
    assert_problem(post(client, {"verb": "called"}), 403, "permission_denied")
    client.get(reverse("account_login"))
    client.cookies["csrf"] = "a" * 32
    assert post(client, {"verb": "called"}, **{"x-csrftoken": "a" * 32}).status_code == 201
    assert notes() == 1


def test_use_is_noted_after_the_call(world, django_capture_on_commit_callbacks):
    client = bearer(make_token(world))
    with django_capture_on_commit_callbacks(execute=True):
        client.get(NOTES)

    with as_owner():
        assert ApiToken.objects.get(name="Webshop").last_used_at is not None


def test_a_head_request_needs_what_a_get_needs(world):
    client = bearer(make_token(world, membership=None, role=MemberRole.VIEWER))
    assert client.head(NOTES).status_code == 403


def test_an_endpoint_that_forgets_a_permission_does_not_start():
    def get(self, request, organization): ...

    with pytest.raises(TypeError, match="names no permission for GET"):
        type("ForgetfulApi", (ApiView,), {"need": Need(Side.SELLING, {"POST": None}), "get": get})


@pytest.mark.parametrize("whose", ["member", "integration"])
def test_a_token_is_refused_where_two_steps_are_asked_and_nobody_behind_it_has_them(world, whose):
    scope: dict[str, Any] = {} if whose == "member" else {"membership": None, "role": MemberRole.ADMIN}
    client = bearer(make_token(world, **scope))
    with as_owner():
        Organization.objects.filter(slug="alder").update(requires_second_factor=True)

    refused = assert_problem(client.get(NOTES), 403, "second_factor_required")
    assert "Alder asks for two-step sign-in" in refused["detail"]
    assert_problem(post(client, {"verb": "called"}), 403, "second_factor_required")
    assert_problem(world.client("alder").get(NOTES), 403, "second_factor_required")
    assert notes() == 0

    Authenticator.objects.create(user=world.users["alder"], type=Authenticator.Type.TOTP, data={})
    assert client.get(NOTES).status_code == 200


def test_a_guest_has_no_token(world):
    client = bearer(make_token(world, "gale", Side.DELIVERING))
    assert_problem(client.get("/api/v1/gale/delivering/orders/"), 401, "not_authenticated")
