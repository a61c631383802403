"""A company runs its people: invites, joins, roles, goodbyes, and never without an admin."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from wholesale.accounts.services import register_person
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import OutboundEmail
from wholesale.organizations import services
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.errors import (
    AlreadyInvited,
    AlreadyMember,
    InvitationClosed,
    InvitedSomebodyElse,
    LastAdmin,
    RoleUnknownHere,
)
from wholesale.organizations.models import MemberInvitation, Membership
from wholesale.organizations.queries import colleagues
from wholesale.organizations.roles import Permission
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner


def at(name, *args):
    return reverse(f"organizations:{name}", args=["alder", "selling", *args])


@pytest.fixture
def invited(world):
    """Return an open invitation of Alder's to Nora."""
    with acting_as(world.context("alder")):
        return services.invite_colleague(
            organization=world.orgs["alder"],
            email="Nora@Example.com",
            role=MemberRole.WAREHOUSE,
            language="fr",
            by=world.users["alder"],
        )


@pytest.fixture
def nora(db):
    return register_person(email="nora@example.com", name="Nora")


def test_an_invitation_goes_out_in_the_chosen_language(world, invited, link_for):
    with as_owner():
        mail = OutboundEmail.objects.get(to="nora@example.com")
        token = link_for("nora@example.com").split("/")[2]
        kept = MemberInvitation.objects.get(pk=invited.pk)

    assert (mail.language, mail.template) == ("fr", "organizations/member_invited")
    assert kept.token_hash == hash_of(token)
    assert kept.expires_at - kept.sent_at == timedelta(days=14)


@pytest.mark.parametrize(
    ("email", "role", "error"),
    [
        ("alder@example.com", MemberRole.VIEWER, AlreadyMember),
        ("NORA@example.com", MemberRole.VIEWER, AlreadyInvited),
        ("new@example.com", MemberRole.DRIVER, RoleUnknownHere),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_sent(world, invited, email, role, error):
    with pytest.raises(error), acting_as(world.context("alder")):
        services.invite_colleague(
            organization=world.orgs["alder"], email=email, role=role, language="en", by=world.users["alder"]
        )

    with as_owner():
        assert OutboundEmail.objects.filter(template="organizations/member_invited").count() == 1
        assert MemberInvitation.objects.filter(organization=world.orgs["alder"]).count() == 2


def test_opening_uses_nothing_up_and_keeps_the_token_out_of_the_address(world, invited, link_for):
    client = Client()
    for _ in range(3):
        response = client.get(link_for("nora@example.com"))
    assert (response.status_code, response["Location"]) == (302, reverse("organizations:joining"))
    assert response["Referrer-Policy"] == "no-referrer"

    page = client.get(response["Location"])

    assert page.status_code == 200
    assert b"Join Alder" in page.content
    assert b"nora@example.com" in page.content
    with as_owner():
        assert MemberInvitation.objects.get(pk=invited.pk).is_open


def test_who_has_an_account_accepts_once(world, invited, nora, link_for):
    client = Client()
    client.force_login(nora)
    link = link_for(nora.email)
    client.get(link)

    response = client.post(reverse("organizations:acceptance_create"))

    assert response["Location"].startswith("/alder/selling/")
    with as_owner():
        membership = Membership.objects.get(organization=world.orgs["alder"], user=nora)
        assert membership.role == MemberRole.WAREHOUSE
        assert AuditEntry.objects.filter(verb="member_joined", by=nora).count() == 1
    client.get(link)
    assert client.get(reverse("organizations:joining")).status_code == 410
    assert client.post(reverse("organizations:acceptance_create")).status_code == 410


def test_who_has_no_account_makes_one_without_a_second_code(world, invited, link_for):
    client = Client()
    client.get(link_for("nora@example.com"))
    client.get(reverse("organizations:joining"))

    response = client.post(
        reverse("account_signup") + "?next=/join/",
        {"name": "Nora", "email": "nora@example.com", "password1": "correct horse battery staple"},
    )

    assert response["Location"] == "/join/"
    assert client.post(reverse("organizations:acceptance_create"))["Location"].startswith("/alder/selling/")


def test_the_wrong_person_gets_a_plain_page_and_stays_outside(world, invited, link_for):
    client = world.client("cedar")
    client.get(link_for("nora@example.com"))

    page = client.get(reverse("organizations:joining"))
    answer = client.post(reverse("organizations:acceptance_create"))

    assert (page.status_code, answer.status_code) == (403, 403)
    assert b"signed in as cedar@example.com" in page.content
    with as_owner():
        assert not Membership.objects.filter(
            organization=world.orgs["alder"], user=world.users["cedar"]
        ).exists()


@pytest.mark.parametrize("token", ["", "nonsense"])
def test_a_token_that_is_none_opens_nothing(db, token):
    client = Client()
    if token:
        client.get(reverse("organizations:joining_open", args=[token]))

    assert client.get(reverse("organizations:joining")).status_code == 410


def test_an_expired_a_revoked_and_a_replaced_link_are_dead(world, invited, nora, link_for):
    old = link_for(nora.email).split("/")[2]
    with acting_as(world.context("alder")):
        services.resend_member_invitation(
            invitation=MemberInvitation.objects.get(pk=invited.pk), by=world.users["alder"]
        )
    new = link_for(nora.email).split("/")[2]
    with pytest.raises(InvitationClosed), acting_as(None):
        services.accept_member_invitation(token_hash=hash_of(old), by=nora)

    with as_owner():
        MemberInvitation.objects.filter(pk=invited.pk).update(expires_at=timezone.now())
    with pytest.raises(InvitationClosed), acting_as(None):
        services.accept_member_invitation(token_hash=hash_of(new), by=nora)

    with acting_as(world.context("alder")):
        services.revoke_member_invitation(
            invitation=MemberInvitation.objects.get(pk=invited.pk), by=world.users["alder"]
        )
    with pytest.raises(InvitationClosed), acting_as(None):
        services.accept_member_invitation(token_hash=hash_of(new), by=nora)
    with pytest.raises(InvitedSomebodyElse), acting_as(None):
        services.accept_member_invitation(token_hash=hash_of(new), by=world.users["cedar"])
    with as_owner():
        assert not Membership.objects.filter(user=nora).exists()


def test_a_role_changes_what_one_may_do_from_the_next_page_on(world, hire):
    member = hire("alder", "vera")
    client = Client()
    client.force_login(member.user)
    assert client.get(at("person_list")).status_code == 403

    response = world.client("alder").post(at("role_update", member.pk), {"role": "admin"})

    assert response.status_code == 302
    assert client.get(at("person_list")).status_code == 200
    with as_owner():
        entry = AuditEntry.objects.get(verb="role_changed")
    assert (entry.before, entry.after, entry.subject_name) == ({"role": "viewer"}, {"role": "admin"}, "Vera")


def test_the_last_admin_stays_one(world, hire):
    hire("alder", "vera")
    admin = world.membership("alder")
    client = world.client("alder")

    role = client.post(at("role_update", admin.pk), {"role": "viewer"})
    removal = client.post(at("member_removal", admin.pk))

    assert (role.status_code, removal.status_code) == (409, 409)
    assert b"This is the last admin." in removal.content
    assert world.membership("alder").role == MemberRole.ADMIN
    with pytest.raises(LastAdmin), acting_as(world.context("alder")):
        services.remove_member(membership=admin, by=world.users["alder"])


def test_who_is_let_go_is_signed_out_everywhere(world, hire):
    member = hire("alder", "vera")
    client = Client()
    client.force_login(member.user)
    assert client.get(at("setup")).status_code == 200

    response = world.client("alder").post(at("member_removal", member.pk))

    assert response.status_code == 302
    assert client.get(at("setup"))["Location"].startswith(reverse("account_login"))
    with as_owner():
        assert not Membership.objects.filter(pk=member.pk).exists()
        assert AuditEntry.objects.get(verb="member_removed").subject_name == "Vera"


def test_another_company_s_people_are_out_of_reach(world, hire):
    member = hire("cedar", "vera")
    with as_owner():
        theirs = MemberInvitation.objects.get(organization=world.orgs["cedar"])
    client = world.client("alder")

    answers = [
        client.post(at("role_update", member.pk), {"role": "viewer"}),
        client.post(at("member_removal", member.pk)),
        client.post(at("member_invitation_sending", theirs.pk)),
        client.post(at("member_invitation_revocation", theirs.pk)),
    ]

    assert {answer.status_code for answer in answers} == {404}
    with as_owner():
        assert Membership.objects.get(pk=member.pk).role == MemberRole.VIEWER
        assert MemberInvitation.objects.get(pk=theirs.pk).revoked_at is None


@pytest.mark.parametrize(
    "name", ["person_list", "member_invitation_create", "company_update", "security_update"]
)
def test_only_who_runs_the_company_opens_these_pages(world, hire, name):
    client = Client()
    client.force_login(hire("alder", "vera").user)

    assert world.client("alder").get(at(name)).status_code == 200
    assert client.get(at(name)).status_code == 403
    assert world.client("cedar").get(at(name)).status_code == 404
    assert Client().get(at(name)).status_code == 302


def test_an_invitation_by_the_page_and_what_it_refuses(world):
    client = world.client("alder")

    sent = client.post(
        at("member_invitation_create"), {"email": "nora@example.com", "role": "sales", "language": "en"}
    )
    again = client.post(
        at("member_invitation_create"), {"email": "nora@example.com", "role": "sales", "language": "en"}
    )
    wrong = client.post(at("member_invitation_create"), {"email": "nora", "role": "driver", "language": "en"})

    assert (sent.status_code, again.status_code, wrong.status_code) == (302, 409, 422)
    assert b'value="nora@example.com"' in again.content
    assert wrong.context["form"].errors.keys() == {"email", "role"}
    page = client.get(at("person_list")).content
    assert b"nora@example.com" in page
    assert b"Waiting" in page


@pytest.mark.parametrize("extra", [0, 29])
def test_the_people_page_asks_the_same_for_1_and_30(world, hire, extra, django_assert_num_queries):
    for number in range(extra):
        hire("alder", f"vera{number}")
    client = world.client("alder")

    # session, person, begin, memberships, members, invitations, end
    with django_assert_num_queries(8):
        client.get(at("person_list"))


def test_mails_go_to_who_holds_the_right_under_the_hat_that_acts(world, hire):
    hire("alder", "wanda", MemberRole.WAREHOUSE)
    hire("alder", "vera")
    hire("cedar", "other", MemberRole.ADMIN)

    with acting_as(world.context("alder")):
        found = colleagues(world.org_id("alder"), Permission.MANAGE_STOCK)

    assert [person.email for person in found] == ["alder@example.com", "wanda@example.com"]
