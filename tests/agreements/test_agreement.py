"""Propose, accept, decline, change and end: by whom, and who hears of it."""

import pytest

from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import DomainError, InvalidTransition, NotAllowed, StaleVersion
from wholesale.mail.models import OutboundEmail
from wholesale.organizations import queries, services
from wholesale.organizations.details import DistributorDetails
from wholesale.organizations.enums import (
    AGREEMENT_MOVES,
    DEFAULT_STEPS,
    AgreementEvent,
    AgreementMode,
    AgreementStatus,
    Decider,
    Party,
    Side,
    Step,
)
from wholesale.organizations.errors import AgreementStands, NotAParty
from wholesale.organizations.models import Agreement, Organization
from wholesale.tenancy.testing import acting_as, as_owner

WHO = {Party.SUPPLIER: "alder", Party.DISTRIBUTOR: "ember"}
VERBS = {
    AgreementEvent.ACCEPT: services.accept_agreement,
    AgreementEvent.DECLINE: services.decline_agreement,
    AgreementEvent.WITHDRAW: services.withdraw_agreement,
    AgreementEvent.END: services.end_agreement,
}


def propose(world: World, party: Party = Party.SUPPLIER) -> Agreement:
    """Alder and ember do not know each other yet."""
    with acting_as(world.context(WHO[party])):
        return services.propose_agreement(
            supplier=world.orgs["alder"],
            distributor=world.orgs["ember"],
            proposed_by=party,
            by=world.users[WHO[party]],
        )


def decide(world: World, agreement: Agreement, event: AgreementEvent, party: Party) -> Agreement:
    with acting_as(world.context(WHO[party])):
        return VERBS[event](agreement=agreement, party=party, by=world.users[WHO[party]])


def mails() -> list[tuple[str, str]]:
    with as_owner():
        told = OutboundEmail.objects.filter(template__startswith="organizations/")
        return list(told.order_by("created_at", "pk").values_list("template", "to"))


@pytest.mark.parametrize("party", Party)
def test_either_side_proposes_and_the_other_accepts(world, party):
    agreement = propose(world, party)
    accepted = decide(world, agreement, AgreementEvent.ACCEPT, party.other)

    assert (accepted.status, accepted.mode) == (AgreementStatus.ACTIVE, AgreementMode.CONNECTED)
    assert (accepted.supplier_email, accepted.distributor_email) == ("alder@example.com", "ember@example.com")
    assert mails() == [
        ("organizations/agreement_proposed", f"{WHO[party.other]}@example.com"),
        ("organizations/agreement_accepted", f"{WHO[party]}@example.com"),
    ]
    with as_owner():
        steps = {Step(s.step): (Party(s.owed_by), s.limit_hours) for s in agreement.steps.all()}
        log = AuditEntry.objects.filter(subject_id=agreement.pk).order_by("at", "pk")
        assert [(each.organization.slug, each.verb, each.subject_name) for each in log] == [
            ("alder", "agreement_proposed", "Ember"),
            ("ember", "agreement_proposed", "Alder"),
            ("alder", "agreement_accepted", "Ember"),
            ("ember", "agreement_accepted", "Alder"),
        ]
    assert steps == DEFAULT_STEPS


@pytest.mark.parametrize("party", Party)
@pytest.mark.parametrize("event", AgreementEvent)
@pytest.mark.parametrize("status", AgreementStatus)
def test_only_the_moves_of_the_table_are_made(world, status, event, party):
    agreement = propose(world, Party.SUPPLIER)
    if status != AgreementStatus.PROPOSED:
        agreement = decide(world, agreement, AgreementEvent.ACCEPT, Party.DISTRIBUTOR)
    if status == AgreementStatus.ENDED:
        agreement = decide(world, agreement, AgreementEvent.END, Party.DISTRIBUTOR)
    sent = len(mails())
    to, decider = AGREEMENT_MOVES.get((status, event), (None, None))
    role = Decider.PROPOSER if party == Party.SUPPLIER else Decider.ASKED

    if to is None or decider not in (role, Decider.EITHER):
        with pytest.raises(InvalidTransition if to is None else NotAllowed):
            decide(world, agreement, event, party)
        expected, told = status, 0
    else:
        decide(world, agreement, event, party)
        expected, told = to, 1

    with as_owner():
        assert Agreement.objects.get(pk=agreement.pk).status == expected
    assert len(mails()) == sent + told


def test_a_second_proposal_is_refused_until_the_first_has_ended(world):
    first = propose(world)

    with pytest.raises(AgreementStands):
        propose(world, Party.DISTRIBUTOR)
    decide(world, first, AgreementEvent.DECLINE, Party.DISTRIBUTOR)

    assert propose(world, Party.DISTRIBUTOR).pk != first.pk


@pytest.mark.parametrize(
    ("supplier", "distributor"), [("alder", "gale"), ("alder", "rita"), ("rita", "ember")]
)
def test_only_a_supplier_and_a_public_distributor_agree(world, supplier, distributor):
    with pytest.raises(NotAParty), acting_as(world.context("alder")):
        services.propose_agreement(
            supplier=world.orgs[supplier],
            distributor=world.orgs[distributor],
            proposed_by=Party.SUPPLIER,
            by=world.users["alder"],
        )


@pytest.mark.parametrize("mode", [AgreementMode.EXTERNAL, AgreementMode.GUEST])
def test_a_distributor_without_account_is_private_and_at_once_in_force(world, mode):
    with acting_as(world.context("alder")):
        agreement = services.add_distributor(
            supplier=world.orgs["alder"],
            details=DistributorDetails("Dawn", "Orders@Fir.example", mode, "fr"),
            by=world.users["alder"],
        )
        owed = queries.responsibilities(agreement.supplier_id, agreement.distributor_id)

    assert agreement.status == AgreementStatus.ACTIVE
    assert agreement.distributor_email == "orders@fir.example"
    expected = Party.SUPPLIER if mode == AgreementMode.EXTERNAL else Party.DISTRIBUTOR
    assert (owed[Step.DELIVER][0], owed[Step.CONFIRM][0]) == (expected, Party.SUPPLIER)
    with acting_as(world.context("birch")):
        assert not Organization.objects.filter(pk=agreement.distributor_id).exists()


def test_the_supplier_says_anew_who_owes_what_and_the_distributor_hears_of_it(world):
    agreement = world.agreements["alder", "dawn"]
    steps = DEFAULT_STEPS | {Step.CONFIRM: (Party.DISTRIBUTOR, 12), Step.SHIP: (Party.SUPPLIER, 24)}
    with acting_as(world.context("alder")):
        services.change_steps(agreement=agreement, steps=steps, version=1, by=world.users["alder"])
        owed = queries.responsibilities(agreement.supplier_id, agreement.distributor_id)

    assert owed == steps
    assert mails() == [("organizations/agreement_changed", "dawn@example.com")]
    with pytest.raises(StaleVersion), acting_as(world.context("alder")):
        services.change_steps(agreement=agreement, steps=DEFAULT_STEPS, version=1, by=world.users["alder"])
    with as_owner():
        entry = AuditEntry.objects.get(organization=world.orgs["dawn"], subject_id=agreement.pk)
        assert entry.before["confirm"] == "supplier, 24 h"
        assert entry.after["confirm"] == "distributor, 12 h"


def test_an_ended_agreement_leaves_every_step_to_the_supplier(world):
    agreement = world.agreements["alder", "dawn"]
    with acting_as(world.context("alder")):
        services.end_agreement(agreement=agreement, party=Party.SUPPLIER, by=world.users["alder"])
        owed = queries.responsibilities(agreement.supplier_id, agreement.distributor_id)
        assert queries.active_agreement(agreement.supplier_id, agreement.distributor_id) is None
        assert world.orgs["dawn"] not in queries.distributors_of(world.orgs["alder"])

    assert {party for party, _ in owed.values()} == {Party.SUPPLIER}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("emb", ["Ember"]),
        ("ember@example.com", ["Ember"]),
        ("ember@example", []),
        ("e", []),
        ("dawn", []),
        ("gale", []),
    ],
)
def test_a_company_is_found_by_name_or_by_its_admins_whole_email(world, text, names):
    with acting_as(world.context("alder")):
        found = queries.companies_to_connect(world.orgs["alder"], Side.SELLING, text)

    assert [company.name for company in found] == names


def test_a_stranger_cannot_decide(world):
    agreement = propose(world)

    with pytest.raises((DomainError, Agreement.DoesNotExist)), acting_as(world.context("dawn")):
        services.accept_agreement(agreement=agreement, party=Party.DISTRIBUTOR, by=world.users["dawn"])
