"""What one side grants the other: by whom, from when, who hears of it, and what the database refuses."""

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from tests.agreements.test_agreement import mails
from tests.world import World
from wholesale.audit.models import AuditEntry
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.mail.models import OutboundEmail
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, Switch
from wholesale.organizations.models import Agreement
from wholesale.organizations.services import ask_for_switch, end_agreement, grant_switch, withdraw_switch
from wholesale.tenancy.testing import acting_as, as_owner

WHO = {Party.SUPPLIER: "alder", Party.DISTRIBUTOR: "dawn"}
ITS_OWN = {
    Party.DISTRIBUTOR: {Switch.INVENTORY_EDITABLE, Switch.RETURN_PICKUP},
    Party.SUPPLIER: {Switch.BOTH_WAREHOUSES, Switch.DOOR_QUANTITIES, Switch.SEE_AMOUNTS},
}


@pytest.fixture
def agreement(world: World) -> Agreement:
    """Return what alder and dawn have agreed."""
    return world.agreements["alder", "dawn"]


def stored(agreement: Agreement) -> Agreement:
    with as_owner():
        return Agreement.objects.get(pk=agreement.pk)


@pytest.mark.parametrize("switch", Switch)
def test_its_own_side_grants_it_and_takes_it_back(world, agreement, switch):
    party = next(party for party, switches in ITS_OWN.items() if switch in switches)
    by = world.users[WHO[party]]
    with acting_as(world.context(WHO[party])):
        granted = grant_switch(agreement=agreement, switch=switch, by=by)
        since = granted.granted_since(switch)
        again = grant_switch(agreement=agreement, switch=switch, by=by)
        assert (again.granted_since(switch), again.version) == (since, granted.version)
        assert (stored(agreement).granted_since(switch), stored(agreement).granted_by(switch)) == (
            since,
            str(by),
        )
        taken = withdraw_switch(agreement=agreement, switch=switch, by=by)

    assert (taken.granted_since(switch), taken.granted_by(switch), taken.version) == (None, "", 3)
    assert mails() == [("organizations/switch_changed", f"{WHO[party.other]}@example.com")] * 2
    with as_owner():
        log = AuditEntry.objects.filter(subject_id=agreement.pk).order_by("at", "pk")
        assert [(entry.organization.slug, entry.verb, entry.after) for entry in log] == [
            ("alder", "switch_granted", {switch.value: True}),
            ("dawn", "switch_granted", {switch.value: True}),
            ("alder", "switch_withdrawn", {switch.value: False}),
            ("dawn", "switch_withdrawn", {switch.value: False}),
        ]


@pytest.mark.parametrize("switch", Switch)
def test_the_other_side_changes_nothing(world, agreement, switch):
    party = next(party for party, switches in ITS_OWN.items() if switch not in switches)
    for verb in (grant_switch, withdraw_switch):
        with pytest.raises(NotAllowed), acting_as(world.context(WHO[party])):
            verb(agreement=agreement, switch=switch, by=world.users[WHO[party]])

    assert (stored(agreement).granted_since(switch), stored(agreement).version) == (None, 1)
    assert mails() == []


@pytest.mark.parametrize("switch", Switch)
def test_the_database_itself_refuses_the_other_sides_hand(world, agreement, switch):
    """Whatever the code above does: SQL as the other side grants nothing."""
    party = next(party for party, switches in ITS_OWN.items() if switch not in switches)
    column = f"{switch.value}_since"
    with (
        pytest.raises(ProgrammingError, match="grants a switch"),
        acting_as(world.context(WHO[party])),
        transaction.atomic(),
    ):
        Agreement.objects.filter(pk=agreement.pk).update(**{column: timezone.now()})

    assert stored(agreement).granted_since(switch) is None


@pytest.mark.parametrize("who", ["dawn", "gale"])
def test_a_distributor_does_not_change_the_mode_by_sql(world, who):
    other = {"dawn": "alder", "gale": "birch"}[who]
    agreement = world.agreements[other, who]
    with pytest.raises(ProgrammingError), acting_as(world.context(who)), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(mode=AgreementMode.EXTERNAL)


def test_the_people_of_a_guest_grant_theirs(world):
    agreement = world.agreements["birch", "gale"]
    with acting_as(world.context("gale")):
        grant_switch(agreement=agreement, switch=Switch.INVENTORY_EDITABLE, by=world.users["gale"])
    with pytest.raises(NotAllowed), acting_as(world.context("birch")):
        withdraw_switch(agreement=agreement, switch=Switch.INVENTORY_EDITABLE, by=world.users["birch"])

    assert stored(agreement).inventory_editable
    assert mails() == [("organizations/switch_changed", "birch@example.com")]


def test_the_supplier_notes_what_an_external_distributor_grants_but_for_its_stock(world):
    agreement = world.agreements["alder", "dusk"]
    by = world.users["alder"]
    with acting_as(world.context("alder")):
        grant_switch(agreement=agreement, switch=Switch.RETURN_PICKUP, by=by)
        grant_switch(agreement=agreement, switch=Switch.SEE_AMOUNTS, by=by)
        with pytest.raises(NotAllowed):
            grant_switch(agreement=agreement, switch=Switch.INVENTORY_EDITABLE, by=by)

    kept = stored(agreement)
    granted = [switch for switch in Switch if kept.granted_since(switch)]
    assert granted == [Switch.RETURN_PICKUP, Switch.SEE_AMOUNTS]


def test_nothing_is_granted_by_an_agreement_that_is_not_in_force(world, agreement):
    with acting_as(world.context("alder")):
        end_agreement(agreement=agreement, party=Party.SUPPLIER, by=world.users["alder"])
        with pytest.raises(InvalidTransition):
            grant_switch(agreement=agreement, switch=Switch.SEE_AMOUNTS, by=world.users["alder"])

    assert stored(agreement).status == AgreementStatus.ENDED
    assert stored(agreement).see_amounts_since is None


def test_asking_mails_the_side_that_grants_it_once_a_day(world, agreement):
    for _ in range(2):
        with acting_as(world.context("alder")):
            ask_for_switch(agreement=agreement, switch=Switch.INVENTORY_EDITABLE, by=world.users["alder"])
    with acting_as(world.context("dawn")):
        ask_for_switch(agreement=agreement, switch=Switch.SEE_AMOUNTS, by=world.users["dawn"])
        with pytest.raises(NotAllowed):
            ask_for_switch(agreement=agreement, switch=Switch.RETURN_PICKUP, by=world.users["dawn"])
        grant_switch(agreement=agreement, switch=Switch.RETURN_PICKUP, by=world.users["dawn"])
    with pytest.raises(InvalidTransition), acting_as(world.context("alder")):
        ask_for_switch(agreement=agreement, switch=Switch.RETURN_PICKUP, by=world.users["alder"])

    assert mails() == [
        ("organizations/switch_asked", "dawn@example.com"),
        ("organizations/switch_asked", "alder@example.com"),
        ("organizations/switch_changed", "alder@example.com"),
    ]
    with as_owner():
        asked = OutboundEmail.objects.filter(
            template="organizations/switch_asked", to="dawn@example.com"
        ).get()
    assert "Edit the supplier’s stock in the distributor’s warehouse" in asked.text
