"""Setup: company details, hats, roles, two-step sign-in; and guests, who have little of it."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from wholesale.audit.models import AuditEntry
from wholesale.errors import StaleVersion
from wholesale.organizations import services
from wholesale.organizations.acting import acting_of
from wholesale.organizations.enums import MemberRole, Side
from wholesale.organizations.errors import HatWornAlready
from wholesale.organizations.models import Organization
from wholesale.organizations.roles import GRANTS, Permission, permissions_of
from wholesale.tenancy.roles import Role
from wholesale.tenancy.testing import acting_as, as_owner
from wholesale.ui.context import resolved
from wholesale.ui.setup_parts import CHECKLIST

TYPED = {
    "name": "Alder Ales",
    "country": "CA",
    "time_zone": "America/Toronto",
    "currency": "CAD",
    "language": "fr",
    "brand_color": "#AA3300",
    "version": "1",
}


def at(name, *args, company="alder", side="selling"):
    return reverse(f"organizations:{name}", args=[company, side, *args])


def stored(name="alder"):
    with as_owner():
        return Organization.objects.get(slug=name)


@pytest.mark.parametrize(
    ("company", "side"), [("alder", "selling"), ("dawn", "delivering"), ("rita", "buying")]
)
@pytest.mark.parametrize("name", ["setup", "checklist", "company_update", "role_list", "security_update"])
def test_every_side_has_its_setup(world, company, side, name):
    response = world.client(company).get(at(name, company=company, side=side))

    assert response.status_code == 200
    assert b" style=" not in response.content


def test_every_step_of_a_checklist_that_has_a_page_can_tell_whether_it_is_done(world):
    """A name that is written wrong would silently leave its step out."""
    for name, side in (("alder", "selling"), ("dawn", "delivering"), ("rita", "buying")):
        given = {"organization": name, "side": side}
        expected = [part.label for part in CHECKLIST[side] if resolved((part.url_name,), **given)]
        shown = world.client(name).get(at("checklist", company=name, side=side)).context["checklist"].tasks

        assert [task.label for task in shown] == expected


def test_the_checklist_is_a_page_where_it_is_not_a_part_of_one(world):
    client = world.client("alder")

    assert b"<title>" in client.get(at("checklist")).content
    assert b"<title>" not in client.get(at("checklist"), headers={"HX-Request": "true"}).content


def test_a_hat_that_is_not_worn_is_nowhere(world):
    client = world.client("alder")

    assert client.get(at("setup", side="buying")).status_code == 404
    assert client.get("/alder/nothing/setup/").status_code == 404


def test_company_details_change_and_stand_in_the_log(world):
    response = world.client("alder").post(at("company_update"), TYPED)

    assert response.status_code == 302
    company = stored()
    assert (company.name, company.slug, company.brand_color, company.version) == (
        "Alder Ales", "alder", "#aa3300", 2,
    )  # fmt: skip
    with as_owner():
        entry = AuditEntry.objects.get(verb="company_changed")
    assert entry.before["name"] == "Alder"
    assert entry.after.keys() == {"name", "country", "time_zone", "currency", "language", "brand_color"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("country", "XX"), ("time_zone", "Mars"), ("currency", "ZZZ"), ("brand_color", "red")],
)
def test_a_wrong_detail_changes_nothing(world, field, value):
    response = world.client("alder").post(at("company_update"), TYPED | {field: value})

    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert stored().version == 1


def test_the_second_of_two_editors_is_told_what_changed_and_loses_nothing(world):
    first, second = world.client("alder"), world.client("alder")
    first.post(at("company_update"), TYPED)

    response = second.post(at("company_update"), TYPED | {"name": "Alder & Sons"})

    page = response.content.decode()
    assert response.status_code == 412
    assert 'value="Alder &amp; Sons"' in page
    assert "Company name: Alder Ales" in page
    assert stored().name == "Alder Ales"
    assert 'name="version" value="2"' in page
    with pytest.raises(StaleVersion), acting_as(world.context("alder")):
        services.require_second_factor(
            organization=world.orgs["alder"], required=True, version=1, by=world.users["alder"]
        )


def test_a_new_hat_opens_a_new_section_and_registers_nothing_twice(world):
    client = world.client("alder")

    response = client.post(at("hat_create", "buying"))

    assert response.url.startswith("/alder/buying/")
    assert stored().sides == [Side.SELLING, Side.BUYING]
    assert client.get(at("setup", side="buying")).status_code == 200
    with as_owner():
        assert Organization.objects.filter(name="Alder").count() == 1
        assert AuditEntry.objects.filter(verb="hat_added").count() == 1
    with pytest.raises(HatWornAlready), acting_as(world.context("alder")):
        services.add_hat(organization=world.orgs["alder"], side=Side.BUYING, by=world.users["alder"])


def test_a_company_that_requires_it_lets_nobody_in_without_a_second_factor(world):
    client = world.client("alder")
    client.post(at("security_update"), {"required": "on", "version": "1"})
    assert stored().requires_second_factor

    response = client.get(at("setup"))
    assert response.status_code == 403
    assert b"Two-step sign-in needed" in response.content

    Authenticator.objects.create(user=world.users["alder"], type=Authenticator.Type.RECOVERY_CODES, data={})
    assert client.get(at("setup")).status_code == 403
    Authenticator.objects.create(user=world.users["alder"], type=Authenticator.Type.TOTP, data={})
    assert client.get(at("setup")).status_code == 200
    assert world.client("cedar").get(at("setup", company="cedar")).status_code == 200


def test_a_guest_acts_inside_one_supplier_and_runs_nothing(world):
    acting = acting_of(world.users["gale"], slug="gale", side=Side.DELIVERING)

    assert acting.context.role == Role.GUEST
    assert (acting.context.supplier_id, acting.context.distributor_id) == (
        world.org_id("birch"), world.org_id("gale"),
    )  # fmt: skip
    assert acting.permissions == {
        Permission.VIEW_STOCK, Permission.MANAGE_STOCK, Permission.TRANSFER_STOCK, Permission.VIEW_ORDERS,
        Permission.CONFIRM_ORDERS, Permission.PLAN_ROUTES, Permission.PREPARE_ORDERS, Permission.DELIVER_ORDERS,
        Permission.VIEW_AGREEMENTS, Permission.MANAGE_AGREEMENTS,
    }  # fmt: skip
    client = world.client("gale")
    assert client.get(at("setup", company="gale", side="delivering")).status_code == 200
    assert client.get(at("person_list", company="gale", side="delivering")).status_code == 403
    assert client.get(at("company_update", company="gale", side="delivering")).status_code == 403
    assert client.get("/birch/selling/setup/").status_code == 404


def test_roles_are_those_of_the_specification():
    assert {side: [role.value for role in GRANTS[side]] for side in Side} == {
        Side.SELLING: ["admin", "procurement", "sales", "warehouse", "accounting", "viewer"],
        Side.DELIVERING: ["admin", "dispatcher", "driver"],
        Side.BUYING: ["admin", "buyer", "bookkeeper"],
    }
    runs = {Permission.MANAGE_PEOPLE, Permission.MANAGE_SETTINGS, Permission.MANAGE_INTEGRATIONS}
    for side in Side:
        assert runs <= permissions_of(side, MemberRole.ADMIN)
        assert all(not runs & GRANTS[side][role] for role in GRANTS[side] if role != MemberRole.ADMIN)
    assert permissions_of(Side.DELIVERING, MemberRole.DRIVER) == {
        Permission.VIEW_ORDERS, Permission.DELIVER_ORDERS,
    }  # fmt: skip
    assert permissions_of(Side.SELLING, MemberRole.BUYER) == frozenset()


def test_the_first_page_of_setup_lists_what_the_role_opens(world, hire):
    from django.test import Client

    client = Client()
    client.force_login(hire("alder", "vera").user)

    labels, all_labels = (
        [str(link.label) for section in each.get(at("setup")).context["sections"] for link in section.links]
        for each in (client, world.client("alder"))
    )

    assert labels == ["Default terms", "Taxes", "Delivery days", "Roles"]
    assert {"Company", "People", "Roles", "Security", "Audit log"} <= set(all_labels)
