"""Django admin: nobody but staff with a second factor, and everything they change is on record."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from wholesale.accounts.models import User
from wholesale.audit.models import AuditEntry
from wholesale.organizations.models import Membership, Organization
from wholesale.tenancy.testing import as_owner

LISTS = ("accounts_user", "organizations_organization", "organizations_membership", "audit_auditentry")


@pytest.fixture
def staff(world):
    """Return a browser of platform staff with a second factor."""
    person = User.objects.create_superuser("sam@example.com", name="Sam Staff")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(person)
    return client


def test_a_visitor_signs_in_first_and_a_member_finds_nothing(world):
    address = reverse("admin:index")

    visitor = Client().get(address, follow=True)
    assert visitor.redirect_chain[-1][0].startswith(reverse("account_login"))
    assert world.client("alder").get(address, follow=True).status_code == 404


def test_staff_with_a_password_alone_is_asked_for_more(world):
    client = Client()
    client.force_login(User.objects.create_superuser("sam@example.com"))

    response = client.get(reverse("admin:organizations_organization_changelist"), follow=True)

    assert response.status_code == 403
    assert b"Two-step sign-in needed" in response.content
    assert b"Alder" not in response.content


@pytest.mark.parametrize("name", LISTS)
def test_staff_sees_every_company(staff, name):
    page = staff.get(reverse(f"admin:{name}_changelist"))

    assert page.status_code == 200
    assert b"Alder" in page.content
    assert b"Cedar" in page.content


def test_a_change_by_staff_stands_in_the_company_s_log(staff, world):
    company = world.orgs["alder"]
    address = reverse("admin:organizations_organization_change", args=[company.pk])
    fields = ("sells", "country", "time_zone", "currency", "language", "brand_color")
    typed = {name: getattr(company, name) for name in fields} | {"name": "Alder & Co", "sells": "on"}

    response = staff.post(address, typed)

    assert response.status_code == 302, response.context["adminform"].errors
    with as_owner():
        assert Organization.objects.get(pk=company.pk).name == "Alder & Co"
        entry = AuditEntry.objects.get(organization=company, verb="staff_changed")
    assert (entry.by_name, entry.before, entry.after) == (
        "Sam Staff", {"name": "Alder"}, {"name": "Alder & Co"},
    )  # fmt: skip


def test_a_membership_is_added_and_removed_on_record(staff, world):
    company, person = world.orgs["alder"], world.users["rita"]
    typed = {"user": person.pk, "organization": company.pk, "role": "admin", "guest_of": ""}

    staff.post(reverse("admin:organizations_membership_add"), typed)
    with as_owner():
        made = Membership.objects.get(user=person, organization=company)
    response = staff.post(reverse("admin:organizations_membership_delete", args=[made.pk]), {"post": "yes"})

    assert response.status_code == 302
    with as_owner():
        assert not Membership.objects.filter(pk=made.pk).exists()
        verbs = AuditEntry.objects.filter(organization=company, subject_id=made.pk).order_by("id")
        assert [entry.verb for entry in verbs] == ["staff_added", "staff_removed"]


def test_a_closed_account_is_signed_out_at_once(staff, world):
    person = world.users["alder"]
    client = world.client("alder")
    assert client.get("/accounts/profile/").status_code == 200

    staff.post(
        reverse("admin:accounts_user_change", args=[person.pk]),
        {"name": person.name, "language": "en", "time_zone": "UTC"},
    )

    assert client.get("/accounts/profile/").status_code == 302
    with as_owner():
        assert AuditEntry.objects.get(verb="staff_changed").after == {"is_active": False}
        assert not User.objects.get(pk=person.pk).is_active


@pytest.fixture
def helper(world):
    """Return a browser of staff that may change people and groups, and is no superuser."""
    person = User.objects.create_user("hal@example.com", name="Hal Helper", is_staff=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    with as_owner():
        words = ("view_user", "change_user", "view_group", "add_group", "change_group", "delete_group")
        person.user_permissions.set(Permission.objects.filter(codename__in=words))
        Group.objects.create(name="Everything")
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("who", ["hal", "rita"])
def test_staff_makes_nobody_staff_or_superuser(helper, who):
    person = User.objects.get(email=f"{who}@example.com")
    with as_owner():
        everything = Group.objects.get()
    was_staff = person.is_staff
    typed: dict[str, Any] = {"name": "Renamed", "language": "en", "time_zone": "UTC", "is_active": "on"}
    typed |= {"is_staff": "on", "is_superuser": "on", "groups": [everything.pk]}

    response = helper.post(reverse("admin:accounts_user_change", args=[person.pk]), typed)

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.name, person.is_staff, person.is_superuser) == ("Renamed", was_staff, False)
    with as_owner():
        assert not person.groups.exists()


def test_staff_leaves_a_superuser_and_what_groups_may_do_alone(helper, staff):
    superuser = User.objects.get(email="sam@example.com")
    with as_owner():
        group = Group.objects.get()
    typed = {"name": "Sam", "language": "en", "time_zone": "UTC"}

    above = helper.post(reverse("admin:accounts_user_change", args=[superuser.pk]), typed)
    rights = helper.post(reverse("admin:auth_group_change", args=[group.pk]), {"name": "Mine"})
    new = helper.post(reverse("admin:auth_group_add"), {"name": "Mine"})

    assert (above.status_code, rights.status_code, new.status_code) == (403, 403, 403)
    superuser.refresh_from_db()
    assert superuser.is_active
    with as_owner():
        assert [each.name for each in Group.objects.all()] == ["Everything"]
    assert staff.post(reverse("admin:auth_group_add"), {"name": "Support"}).status_code == 302


def test_a_superuser_makes_staff(staff, world):
    person = world.users["rita"]
    typed = {"name": "Rita", "language": "en", "time_zone": "UTC", "is_active": "on", "is_staff": "on"}

    staff.post(reverse("admin:accounts_user_change", args=[person.pk]), typed)

    person.refresh_from_db()
    assert person.is_staff
