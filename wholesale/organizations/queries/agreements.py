"""Agreements between suppliers and distributors, read by either of the two in its own context."""

from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from wholesale.audit.models import AuditEntry
from wholesale.organizations.enums import (
    DEFAULT_STEPS,
    AgreementMode,
    AgreementStatus,
    Party,
    ProposalState,
    Side,
    Step,
)
from wholesale.organizations.models import Agreement, AgreementStep, Organization, StepLimits, StepProposal
from wholesale.organizations.models.step_limits import OF_STEP

_PARTIES = {Side.SELLING: Party.SUPPLIER, Side.DELIVERING: Party.DISTRIBUTOR}
HITS = 8


def active_agreement(supplier_id: UUID, distributor_id: UUID) -> Agreement | None:
    """Return the agreement in force between the two."""
    found = Agreement.objects.filter(
        supplier_id=supplier_id, distributor_id=distributor_id, status=AgreementStatus.ACTIVE
    )
    return found.first()


def step_limits_of(supplier_id: UUID) -> StepLimits:
    """Return a supplier's own limits, in its context; those of the house where it has not set any."""
    return StepLimits.objects.filter(supplier_id=supplier_id).first() or StepLimits(supplier_id=supplier_id)


def responsibilities(supplier_id: UUID, distributor_id: UUID | None) -> dict[Step, tuple[Party, int]]:
    """Return who owes each step, and within how many hours. Without an agreement in force, the supplier.

    An external distributor has no account: its supplier notes what it does, within the hours agreed. Where the supplier
    delivers itself its own limits count. One statement.

    Source: SPEC.md I1, I2, O7, O12.
    """
    owed = {step: (Party.SUPPLIER, hours) for step, (_, hours) in DEFAULT_STEPS.items()}
    if distributor_id is None:
        limits = step_limits_of(supplier_id)
        return owed | {step: (Party.SUPPLIER, getattr(limits, name)) for step, name in OF_STEP.items()}
    rows = AgreementStep.objects.filter(
        supplier_id=supplier_id,
        distributor_id=distributor_id,
        agreement__status=AgreementStatus.ACTIVE,
    ).values_list("step", "owed_by", "limit_hours", "agreement__mode")
    return owed | {
        Step(step): (Party.SUPPLIER if mode == AgreementMode.EXTERNAL else Party(party), hours)
        for step, party, hours, mode in rows
    }


def steps_of(agreement: Agreement) -> list[AgreementStep]:
    """Return the steps of an agreement in the order that an order takes them."""
    order = list(Step)
    return sorted(agreement.steps.all(), key=lambda row: order.index(Step(row.step)))


def distributors_of(supplier: Organization) -> QuerySet[Organization]:
    """Return the distributors that a supplier has an agreement in force with, by name."""
    agreed = Agreement.objects.filter(supplier=supplier, status=AgreementStatus.ACTIVE)
    return Organization.objects.filter(pk__in=agreed.values("distributor_id")).order_by("name", "pk")


def suppliers_of(distributor: Organization) -> QuerySet[Organization]:
    """Return the suppliers that a distributor has an agreement in force with, by name."""
    agreed = Agreement.objects.filter(distributor=distributor, status=AgreementStatus.ACTIVE)
    return Organization.objects.filter(pk__in=agreed.values("supplier_id")).order_by("name", "pk")


def supplier_of_distributor(distributor: Organization, slug: str) -> Organization:
    """Return the supplier of this slug that a distributor has an agreement in force with; 404 for any other."""
    try:
        return suppliers_of(distributor).get(slug=slug)
    except Organization.DoesNotExist as error:
        raise Http404 from error


def agreements_of(organization: Organization, side: Side) -> QuerySet[Agreement]:
    """Return a company's agreements under a hat, with both companies and whether a proposed step waits."""
    mine = Agreement.objects.filter(**{_PARTIES[side].value: organization})
    waiting = StepProposal.objects.filter(agreement=OuterRef("pk"), state=ProposalState.OPEN)
    return mine.select_related("supplier", "distributor").annotate(has_proposal=Exists(waiting))


def agreement_for(organization: Organization, side: Side, agreement: UUID) -> Agreement:
    """Return one of the company's agreements under a hat; 404 for anybody else's."""
    try:
        return agreements_of(organization, side).get(pk=agreement)
    except Agreement.DoesNotExist as error:
        raise Http404 from error


def lock_agreement(agreement: Agreement) -> Agreement:
    """Lock an agreement until the transaction ends, and return it as it stands now, with both companies."""
    rows = Agreement.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("supplier", "distributor").get(pk=agreement.pk)


def companies_to_connect(organization: Organization, side: Side, text: str) -> list[Organization]:
    """Return companies across the table that this one may propose an agreement to, found by name or email.

    A name matches from two letters on; an email only when typed whole, and then its admin's company. Those
    with an agreement already, and those that one supplier alone knows, are left out.
    """
    if len(text.strip()) < 2:
        return []
    mine, theirs = _PARTIES[side], _PARTIES[side].other
    hat = Q(delivers=True) if theirs == Party.DISTRIBUTOR else Q(sells=True)
    standing = Agreement.objects.filter(**{mine.value: organization}).exclude(status=AgreementStatus.ENDED)
    found = _found(organization, hat, text).exclude(pk__in=standing.values(f"{theirs.value}_id"))
    return list(found.order_by("name", "pk")[:HITS])


def companies_to_become(supplier: Organization, text: str) -> list[Organization]:
    """Return companies that deliver, with an account, of which one may be the distributor that a supplier kept.

    Found as companies_to_connect finds; those with an agreement in force are among them.
    """
    if len(text.strip()) < 2:
        return []
    return list(_found(supplier, Q(delivers=True), text).order_by("name", "pk")[:HITS])


def _found(organization: Organization, hat: Q, text: str) -> QuerySet[Organization]:
    named = Q(pk__in=_companies_of_admin(text.strip())) if "@" in text else Q(name__icontains=text.strip())
    return Organization.objects.filter(hat, named, private_to=None, merged_into=None).exclude(
        pk=organization.pk
    )


def public_company(company: UUID) -> Organization:
    """Return a company that everybody may know of; 404 for one that a supplier keeps to itself."""
    try:
        return Organization.objects.get(pk=company, private_to=None)
    except Organization.DoesNotExist as error:
        raise Http404 from error


def history_of(organization: Organization, agreement: Agreement) -> list[AuditEntry]:
    """Return what the company's own log says of an agreement, newest first."""
    entries = AuditEntry.objects.filter(organization=organization, subject_id=agreement.pk)
    return list(entries.order_by("-at", "-pk")[:20])


def _companies_of_admin(email: str) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT organization_id FROM app.companies_of_admin(%s)", [email])
        return [row[0] for row in cursor.fetchall()]
