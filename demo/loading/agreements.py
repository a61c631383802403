"""Writes how each supplier works with its distributors: mode, steps, limits."""

from datetime import datetime, timedelta
from typing import Any

from demo import cast
from demo.loading.world import World, acting, write_as
from wholesale.organizations.enums import AgreementMode, AgreementStatus, Party, Side, Step, Switch
from wholesale.organizations.models import Agreement, AgreementStep

# Within how many hours a step is owed: preparing counts from the day before the delivery, the next two from the
# delivery day.
HOURS = {
    Step.CONFIRM: 72,
    Step.PREPARE: 16,
    Step.SHIP: 8,
    Step.DELIVER: 18,
    Step.INVOICE: 48,
    Step.MARK_PAID: 120,
}
NORTHWIND_CONFIRMS_WITHIN = 24
DISTRIBUTORS_STEPS = frozenset({Step.PREPARE, Step.SHIP, Step.DELIVER})
UNTIL_AGREED = 24


def responsibilities(
    supplier: cast.Supplier, distributor: cast.Distributor | None
) -> dict[Step, tuple[Party, int]]:
    """Return who owes each step, within how many hours.

    What an external distributor does, the supplier notes down for it: the turn is the supplier's.
    """
    if distributor is None:
        return dict.fromkeys(HOURS, (Party.SUPPLIER, UNTIL_AGREED))
    theirs = DISTRIBUTORS_STEPS if distributor.mode != AgreementMode.EXTERNAL else frozenset()
    hours = HOURS if supplier.source else HOURS | {Step.CONFIRM: NORTHWIND_CONFIRMS_WITHIN}
    return {
        step: (Party.DISTRIBUTOR if step in theirs else Party.SUPPLIER, limit)
        for step, limit in hours.items()
    }


def agree(world: World, supplier: cast.Supplier) -> None:
    """Write a supplier's agreements, all of them accepted but one that waits for an answer."""
    agreements: list[Agreement] = []
    steps: list[AgreementStep] = []
    for number, distributor in enumerate((*cast.DISTRIBUTORS, cast.PROPOSING)):
        if supplier.slug in distributor.suppliers:
            agreements.append(_agreement(world, supplier, distributor, number))
            steps += _steps(agreements[-1], supplier, distributor)
    write_as(world, supplier, agreements, steps)
    for agreement in agreements:
        _grant_theirs(world, agreement)


def _agreement(
    world: World, supplier: cast.Supplier, distributor: cast.Distributor, number: int
) -> Agreement:
    waits = distributor is cast.PROPOSING
    proposed_at = world.now - (timedelta(hours=19) if waits else timedelta(days=410, hours=number))
    people = world.people.get(distributor.slug, {})
    theirs = next(iter(people.values())).email if people else f"dispatch@{distributor.slug}.example.com"
    agreed_at = proposed_at + timedelta(hours=5)
    granted = {} if waits else _granted(world, supplier, distributor, number, agreed_at)
    return Agreement(
        id=world.id_at(proposed_at),
        supplier=world.companies[supplier.slug],
        distributor=world.companies[distributor.slug],
        mode=distributor.mode,
        status=AgreementStatus.PROPOSED if waits else AgreementStatus.ACTIVE,
        proposed_by=Party.DISTRIBUTOR if waits else Party.SUPPLIER,
        proposed_at=proposed_at,
        accepted_at=None if waits else agreed_at,
        supplier_email=world.person(supplier.slug, "admin").email,
        distributor_email=theirs,
        distributor_language=distributor.language,
        **granted,
    )


def _granted(
    world: World, supplier: cast.Supplier, distributor: cast.Distributor, number: int, since: datetime
) -> dict[str, Any]:
    """Return what the supplier has granted; for an external distributor it notes that one's too."""
    by = world.person(supplier.slug, "admin").name
    collects = distributor.mode == AgreementMode.EXTERNAL and number % 2 == 0
    chosen = {Switch.DOOR_QUANTITIES: True, Switch.RETURN_PICKUP: collects}
    return _since({switch for switch, on in chosen.items() if on}, since, by)


def _grant_theirs(world: World, agreement: Agreement) -> None:
    """Grant what the distributor's people grant: only they can."""
    slug = agreement.distributor.slug
    number = [each.slug for each in (*cast.DISTRIBUTORS, cast.PROPOSING)].index(slug)
    people = world.people.get(slug, {})
    if agreement.accepted_at is None or not people:
        return
    chosen = {Switch.INVENTORY_EDITABLE: number % 3 == 0, Switch.RETURN_PICKUP: number % 2 == 0}
    person = next(iter(people.values()))
    granted = _since({switch for switch, on in chosen.items() if on}, agreement.accepted_at, person.name)
    with acting(world, person, slug, Side.DELIVERING):
        Agreement.objects.filter(pk=agreement.pk).update(**granted)


def _since(switches: set[Switch], since: datetime, by: str) -> dict[str, Any]:
    granted: dict[str, Any] = {f"{switch.value}_since": since for switch in switches}
    return granted | {f"{switch.value}_by": by for switch in switches}


def _steps(
    agreement: Agreement, supplier: cast.Supplier, distributor: cast.Distributor
) -> list[AgreementStep]:
    return [
        AgreementStep(
            supplier=agreement.supplier,
            distributor=agreement.distributor,
            agreement=agreement,
            step=step,
            owed_by=Party.DISTRIBUTOR if step in DISTRIBUTORS_STEPS else Party.SUPPLIER,
            limit_hours=hours,
        )
        for step, (_, hours) in responsibilities(supplier, distributor).items()
    ]
