"""How a supplier works with a distributor changes, and nothing is lost by it (SPEC.md I1)."""

import pytest

from orders.models import Order
from tests.agreements.test_agreement import mails
from wholesale.accounts.services import register_person
from wholesale.errors import InvalidTransition, NotAllowed, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import AgreementMode, MemberRole, Party, ProposalState, Step
from wholesale.organizations.errors import (
    InvitationClosed,
    InvitedSomebodyElse,
    NothingProposed,
    NowhereToSend,
    ProposalStands,
)
from wholesale.organizations.models import AccountInvitation, Agreement, Membership, Organization
from wholesale.organizations.queries import open_step_proposals, responsibilities
from wholesale.organizations.services import (
    accept_step_proposal,
    change_mode,
    decline_step_proposal,
    end_agreement,
    invite_to_account,
    propose_step,
    revoke_account_invitation,
    take_over_account,
    withdraw_step_proposal,
)
from wholesale.organizations.tokens import hash_of
from wholesale.tenancy.testing import acting_as, as_owner

GUEST, EXTERNAL, CONNECTED = AgreementMode.GUEST, AgreementMode.EXTERNAL, AgreementMode.CONNECTED


def moved(world, mode, *, version=1, who="alder", distributor="dusk", orders_email=""):
    with acting_as(world.context(who)):
        return change_mode(
            agreement=world.agreements["alder", distributor],
            mode=mode,
            version=version,
            by=world.users[who],
            orders_email=orders_email,
        )


def offered(world, email="nadia@dusk.example.com"):
    with acting_as(world.context("alder")):
        invite_to_account(agreement=world.agreements["alder", "dusk"], email=email, by=world.users["alder"])
    with as_owner():
        mail = OutboundEmail.objects.filter(template="organizations/account_offered").latest("created_at")
    return hash_of(mail.text.split("/join/account/")[1].split("/")[0])


def turns(world):
    with as_owner():
        return set(Order.objects.filter(distributor=world.orgs["dusk"]).values_list("next_step", "owed_by"))


def test_a_supplier_turns_an_external_distributor_into_a_guest_and_back(world):
    with as_owner():
        world.agreements["alder", "dusk"].steps.filter(step=Step.CONFIRM).update(owed_by=Party.DISTRIBUTOR)
        Order.objects.filter(distributor=world.orgs["dusk"]).exclude(next_step="").update(
            next_step=Step.CONFIRM
        )
    guest = moved(world, GUEST)
    assert (guest.mode, turns(world)) == (GUEST, {(Step.CONFIRM, Party.DISTRIBUTOR)})
    external = moved(world, EXTERNAL, version=2)

    assert (external.mode, turns(world)) == (EXTERNAL, {(Step.CONFIRM, Party.SUPPLIER)})
    assert mails() == [("organizations/mode_changed", "dusk@example.com")] * 2


def test_who_may_not_and_when_not(world):
    with pytest.raises(NotAllowed):
        moved(world, CONNECTED)
    with pytest.raises(NotAllowed):
        moved(world, GUEST, who="dawn", distributor="dawn")
    with pytest.raises(StaleVersion):
        moved(world, GUEST, version=7)
    with acting_as(world.context("alder")):
        end_agreement(
            agreement=world.agreements["alder", "dusk"], party=Party.SUPPLIER, by=world.users["alder"]
        )
    with pytest.raises(InvalidTransition):
        moved(world, GUEST, version=2)


def test_who_becomes_external_is_mailed_its_orders_somewhere_and_told_where_it_was(world):
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(distributor_email="")
    with pytest.raises(NowhereToSend):
        moved(world, EXTERNAL, distributor="dawn")
    with as_owner():
        Agreement.objects.filter(pk=world.agreements["alder", "dawn"].pk).update(
            distributor_email="dawn@example.com"
        )
    external = moved(world, EXTERNAL, distributor="dawn", orders_email="Dock@dawn.example")
    again = moved(world, EXTERNAL, distributor="dawn", orders_email="other@dawn.example")

    assert (external.distributor_email, external.version) == ("dock@dawn.example", 2)
    assert (again.distributor_email, again.version) == ("dock@dawn.example", 2)
    assert mails() == [("organizations/mode_changed", "dawn@example.com")]


def test_a_distributor_takes_over_the_account_that_was_kept_for_it(world):
    token_hash = offered(world)
    nadia = register_person(email="nadia@dusk.example.com", name="Nadia")
    with as_owner():
        orders = Order.objects.filter(distributor=world.orgs["dusk"]).count()

    membership = take_over_account(token_hash=token_hash, by=nadia)

    with as_owner():
        dusk = Organization.objects.get(slug="dusk")
        agreement = Agreement.objects.get(pk=world.agreements["alder", "dusk"].pk)
        assert (dusk.private_to, agreement.mode) == (None, CONNECTED)
        assert (membership.role, membership.guest_of, membership.user_id) == (
            MemberRole.ADMIN,
            None,
            nadia.pk,
        )
        assert agreement.distributor_email == "nadia@dusk.example.com"
        assert Order.objects.filter(distributor=dusk).count() == orders > 0
    assert mails() == [
        ("organizations/account_offered", "nadia@dusk.example.com"),
        ("organizations/account_taken_over", "alder@example.com"),
    ]
    with pytest.raises(InvitationClosed):
        take_over_account(token_hash=token_hash, by=nadia)


def test_only_the_person_asked_and_only_while_it_is_open(world):
    first = offered(world)
    second = offered(world)
    nadia = register_person(email="nadia@dusk.example.com", name="Nadia")
    for token_hash, by, error in (
        (first, nadia, InvitationClosed),
        ("no such", nadia, InvitationClosed),
        (second, world.users["dawn"], InvitedSomebodyElse),
    ):
        with pytest.raises(error):
            take_over_account(token_hash=token_hash, by=by)
    with acting_as(world.context("alder")):
        revoke_account_invitation(agreement=world.agreements["alder", "dusk"], by=world.users["alder"])
    with pytest.raises(InvitationClosed):
        take_over_account(token_hash=second, by=nadia)
    with pytest.raises(NotAllowed), acting_as(world.context("alder")):
        invite_to_account(
            agreement=world.agreements["alder", "dawn"], email="a@b.example", by=world.users["alder"]
        )

    with as_owner():
        assert Organization.objects.get(slug="dusk").private_to == world.orgs["alder"]
        assert not Membership.objects.filter(user=nadia).exists()
        assert AccountInvitation.objects.filter(accepted_at__isnull=False).count() == 0


def propose(world, step=Step.PREPARE, owed_by=Party.DISTRIBUTOR, hours=16, who="dawn"):
    with acting_as(world.context(who)):
        return propose_step(
            agreement=world.agreements["alder", "dawn"], step=step, owed_by=owed_by, limit_hours=hours,
            by=world.users[who],
        )  # fmt: skip


def test_a_distributor_proposes_a_step_and_the_supplier_accepts(world):
    agreement, proposal = world.agreements["alder", "dawn"], propose(world)
    with acting_as(world.context("alder")):
        assert [each.pk for each in open_step_proposals(agreement)] == [proposal.pk]
        accept_step_proposal(proposal=proposal, by=world.users["alder"])
        owed = responsibilities(agreement.supplier_id, agreement.distributor_id)
        with pytest.raises(InvalidTransition):
            decline_step_proposal(proposal=proposal, by=world.users["alder"])

    assert owed[Step.PREPARE] == (Party.DISTRIBUTOR, 16)
    assert mails() == [
        ("organizations/step_proposed", "alder@example.com"),
        ("organizations/step_answered", "dawn@example.com"),
    ]


@pytest.mark.parametrize(
    ("who", "verb", "state", "told"),
    [
        ("alder", decline_step_proposal, ProposalState.DECLINED, "dawn"),
        ("dawn", withdraw_step_proposal, ProposalState.WITHDRAWN, "alder"),
    ],
)
def test_it_is_declined_or_taken_back_and_nothing_changes(world, who, verb, state, told):
    agreement, proposal = world.agreements["alder", "dawn"], propose(world)
    other = {"alder": "dawn", "dawn": "alder"}[who]
    with pytest.raises(NotAllowed), acting_as(world.context(other)):
        verb(proposal=proposal, by=world.users[other])
    with acting_as(world.context(who)):
        assert verb(proposal=proposal, by=world.users[who]).state == state
        assert responsibilities(agreement.supplier_id, agreement.distributor_id)[Step.PREPARE][1] == 24
        assert open_step_proposals(agreement) == []

    assert mails()[-1] == ("organizations/step_answered", f"{told}@example.com")


def test_what_is_not_proposed(world):
    with pytest.raises(NothingProposed):
        propose(world, hours=24)
    with pytest.raises(NotAllowed):
        propose(world, who="alder")
    propose(world)
    with pytest.raises(ProposalStands):
        propose(world, hours=12)
    assert len(mails()) == 1
