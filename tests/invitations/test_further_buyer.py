"""A supplier proposes a further buyer; the retailer's admins add or decline (SPEC.md P8)."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from invitations.models import BuyerProposal
from retailers.enums import Relation
from retailers.models import Customer
from tests.world import World
from wholesale.accounts.services import register_person
from wholesale.audit.models import AuditEntry
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import MemberRole
from wholesale.organizations.models import MemberInvitation, Membership
from wholesale.tenancy.testing import as_owner

JO = "jo@rita.example.com"
API = "/api/v1/"
STATEMENTS = {"list": 7, "part": 6, "card": 6}  # who asks, in four; the rest are the page's own


@pytest.fixture
def alder(world: World) -> Client:
    cache.clear()
    return world.client("alder")


@pytest.fixture
def rita(world: World) -> Client:
    return world.client("rita")


def place(world: World, name: str = "buyer_proposal_create", *more: Any, retailer: str = "rita") -> str:
    return reverse(f"invitations:{name}", args=["alder", world.customers["alder", retailer].pk, *more])


def propose(world: World, client: Client, email: str = JO, retailer: str = "rita", name: str = "Jo") -> Any:
    data = {"email": email, "name": name, "language": "fr"}
    return client.post(place(world, retailer=retailer), data)


def decide(client: Client, proposal: BuyerProposal, decision: str) -> Any:
    path = reverse("invitations:buyer_proposal_decision", args=["rita", proposal.pk])
    return client.post(path, {"decision": decision}, follow=True)


def proposals(email: str = JO) -> list[BuyerProposal]:
    with as_owner():
        return list(BuyerProposal.objects.filter(email=email).order_by("created_at"))


def mails(template: str) -> list[OutboundEmail]:
    with as_owner():
        return list(OutboundEmail.objects.filter(template=template).order_by("id"))


def invited(email: str = JO) -> list[MemberInvitation]:
    with as_owner():
        return list(MemberInvitation.objects.filter(email=email).order_by("created_at"))


def join(world: World, email: str, role: MemberRole, company: str = "rita") -> None:
    person = register_person(email=email, name="Jo")
    with as_owner():
        Membership.objects.create(organization=world.orgs[company], user=person, role=role)


def test_the_retailers_admins_are_asked_and_nobody_is_invited_yet(world, alder):
    answer = propose(world, alder, "Jo@Rita.example.com", name="  Jo \n Winter ")

    assert answer.status_code == 302
    (proposal,) = proposals()
    assert (proposal.name, proposal.state, proposal.by_name) == ("Jo Winter", "open", "Alder Admin")
    (mail,) = mails("invitations/buyer_proposed")
    assert (mail.to, mail.organization_id, mail.from_name) == ("rita@example.com", None, "Alder")
    assert "Jo Winter" in mail.text
    assert JO in mail.text
    assert "Rita's Bar" in mail.text
    assert "Rita of alder" not in mail.text + mail.html + mail.subject
    assert "/rita/buying/setup/people/proposals/" in mail.text
    assert invited() == []


def test_adding_makes_the_usual_invitation_as_buyer(world, alder, rita):
    propose(world, alder)

    page = decide(rita, proposals()[0], "accept")

    assert f"Invitation sent to {JO}." in page.content.decode()
    (invitation,) = invited()
    assert (invitation.role, invitation.language, invitation.organization_id) == (
        MemberRole.BUYER,
        "fr",
        world.org_id("rita"),
    )
    assert [mail.to for mail in mails("organizations/member_invited")] == [JO]
    assert proposals()[0].state == "accepted"
    with as_owner():
        verbs = AuditEntry.objects.filter(organization=world.orgs["rita"]).values_list("verb", flat=True)
        assert {"buyer_accepted", "member_invited"} <= set(verbs)


def test_declining_adds_nobody_and_the_supplier_sees_it(world, alder, rita):
    propose(world, alder)

    decide(rita, proposals()[0], "decline")

    assert (invited(), mails("organizations/member_invited")) == ([], [])
    page = alder.get(place(world, "customer_invitations")).content.decode()
    assert "Declined" in page
    assert "Rita Admin" not in page


@pytest.mark.parametrize("standing", ["stranger", "account elsewhere", "member", "invited", "removed"])
def test_the_supplier_cannot_tell_who_the_address_belongs_to(world, alder, rita, standing):
    """What the supplier is answered, may read, and what is done for it is the same for every address."""
    if standing == "account elsewhere":
        join(world, JO, MemberRole.ADMIN, "birch")
    if standing == "member":
        join(world, JO, MemberRole.BOOKKEEPER)
    if standing == "invited":
        rita.post(
            reverse("organizations:member_invitation_create", args=["rita", "buying"]),
            {"email": JO, "role": "admin", "language": "en"},
        )
    if standing == "removed":
        register_person(email=JO, name="Jo")

    first = propose(world, alder)
    tab = alder.get(place(world, "customer_invitations")).content.decode()
    decide(rita, proposals()[0], "accept")
    listed = alder.get(f"{API}alder/selling/customers/{world.customers['alder', 'rita'].pk}/buyer-proposals/")

    assert (first.status_code, first["Location"]) == (302, place(world, "customer_invitations"))
    assert "Jo" in tab
    mine = next(row for row in listed.json()["results"] if row["email"] == JO)
    assert mine | {"id": "", "created_at": "", "decided_at": ""} == {
        "id": "",
        "email": JO,
        "name": "Jo",
        "language": "fr",
        "state": "accepted",
        "created_at": "",
        "decided_at": "",
    }
    assert len(mails("invitations/buyer_proposed")) == 1


@pytest.mark.parametrize(
    ("is_member", "said", "mailed"), [(True, "works here already", 0), (False, "was invited already", 2)]
)
def test_who_is_here_or_invited_is_not_invited_twice(world, alder, rita, is_member, said, mailed):
    if is_member:
        join(world, JO, MemberRole.BOOKKEEPER)
    else:
        rita.post(
            reverse("organizations:member_invitation_create", args=["rita", "buying"]),
            {"email": JO, "role": "admin", "language": "en"},
        )
    propose(world, alder)

    page = decide(rita, proposals()[0], "accept")

    assert said in page.content.decode()
    assert len(invited()) == (0 if is_member else 1)
    assert len(mails("organizations/member_invited")) == mailed
    assert [each.role for each in invited()] in ([], ["admin"])


def test_one_waits_for_each_address_and_may_be_proposed_again_once_decided(world, alder, rita):
    propose(world, alder)

    again = propose(world, alder, JO.upper())
    assert (again.status_code, len(proposals()), len(mails("invitations/buyer_proposed"))) == (409, 1, 1)
    assert "proposed already" in again.content.decode()
    assert JO.upper() in again.content.decode()
    decide(rita, proposals()[0], "decline")
    assert propose(world, alder).status_code == 302
    assert [each.state for each in proposals()] == ["declined", "open"]


def test_who_has_not_registered_is_invited_instead(world, alder):
    with as_owner():
        Customer.objects.filter(pk=world.customers["alder", "rita"].pk).update(relation=Relation.ENDED)

    refused = propose(world, alder)

    assert refused.status_code == 409
    assert "invite the address instead" in refused.content.decode()
    assert "Propose buyer" not in alder.get(place(world)).content.decode()
    assert (proposals(), mails("invitations/buyer_proposed")) == ([], [])


def test_what_was_typed_is_kept(world, alder):
    refused = propose(world, alder, "not an address", name="Jo Winter")

    assert refused.status_code == 422
    assert 'value="Jo Winter"' in refused.content.decode()
    assert proposals("not an address") == []


def test_taken_back_it_is_gone_for_the_retailer(world, alder, rita):
    propose(world, alder)
    (proposal,) = proposals()

    alder.post(place(world, "buyer_proposal_withdrawal", proposal.pk))

    assert proposals()[0].state == "withdrawn"
    late = decide(rita, proposal, "accept")
    assert "This proposal is taken back." in late.content.decode()
    assert invited() == []
    assert JO not in rita.get(reverse("invitations:buyer_proposal_list", args=["rita"])).content.decode()
    decided_late = alder.post(place(world, "buyer_proposal_withdrawal", proposal.pk), follow=True)
    assert "This proposal is taken back." in decided_late.content.decode()


def test_decided_twice_counts_once(world, alder, rita):
    propose(world, alder)
    (proposal,) = proposals()
    decide(rita, proposal, "accept")

    again = decide(rita, proposal, "decline")

    assert "This proposal is accepted." in again.content.decode()
    assert (proposals()[0].state, len(invited())) == ("accepted", 1)
    assert decide(rita, proposal, "neither").status_code == 400


def test_opening_the_mails_link_decides_nothing(world, alder, rita):
    propose(world, alder)
    for _twice in range(2):
        assert JO in rita.get(reverse("invitations:buyer_proposal_list", args=["rita"])).content.decode()
        decision = reverse("invitations:buyer_proposal_decision", args=["rita", proposals()[0].pk])
        assert rita.get(decision).status_code == 405

    assert proposals()[0].state == "open"


def test_only_those_who_run_the_company_decide(world, alder, rita):
    propose(world, alder)
    with as_owner():
        Membership.objects.filter(user=world.users["rita"]).update(role=MemberRole.BUYER)

    path = reverse("invitations:buyer_proposal_list", args=["rita"])
    assert rita.get(path).status_code == 403
    assert decide(rita, proposals()[0], "accept").status_code == 403
    assert proposals()[0].state == "open"


def test_a_viewer_sees_them_and_proposes_nobody(world, alder):
    propose(world, alder)
    with as_owner():
        Membership.objects.filter(user=world.users["alder"]).update(role=MemberRole.VIEWER)

    page = alder.get(place(world, "customer_invitations")).content.decode()
    assert JO in page
    assert "Propose a further buyer" not in page
    assert propose(world, alder, "other@example.com").status_code == 403
    assert proposals("other@example.com") == []


def test_one_customer_is_not_flooded(world, alder):
    codes = [propose(world, alder, f"buyer{n}@example.com").status_code for n in range(6)]

    assert codes == [302] * 5 + [429]
    assert len(mails("invitations/buyer_proposed")) == 5


def test_pages_take_the_same_statements_for_one_and_thirty(world, alder, rita, django_assert_num_queries):
    people = reverse("organizations:person_list", args=["rita", "buying"])
    card = reverse("invitations:buyer_proposal_card", args=["rita"])
    listed = reverse("invitations:buyer_proposal_list", args=["rita"])
    assert 'hx-get="' + listed in rita.get(people).content.decode()
    counts = []
    for total in (1, 30):
        with as_owner():
            customer = world.customers["alder", "rita"]
            BuyerProposal.objects.bulk_create(
                BuyerProposal(
                    supplier=world.orgs["alder"],
                    retailer=world.orgs["rita"],
                    customer=customer,
                    email=f"{total}-{n}@example.com",
                )
                for n in range(total)
            )
        rita.get(listed)
        with django_assert_num_queries(STATEMENTS["list"]):
            rita.get(listed)
        with django_assert_num_queries(STATEMENTS["part"]):
            part = rita.get(listed, headers={"HX-Request": "true"})
        with django_assert_num_queries(STATEMENTS["card"]):
            rita.get(card, headers={"HX-Request": "true"})
        counts.append(part.content.decode().count('value="accept"'))
    assert counts == [3, 33]  # with what the cast has proposed
    assert rita.get(card).status_code == 302
