"""A retailer asks a supplier for access: one of its people, or a visitor who has only proven an address.

Each side's rows are written in its own context: people and companies as the app role, the request for the supplier.
"""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.details import Asker
from invitations.enums import InvitationStatus, Origin, RequestState
from invitations.errors import AlreadyAsked, AlreadyConnected, InvitedAlready, NoSuchSupplier
from invitations.models import AccessRequest, InviteTag
from invitations.services.deciding import set_aside
from invitations.services.tours import begin_tour
from retailers.enums import CustomerStatus, Relation
from retailers.errors import AlreadyCustomer
from retailers.models import Customer, DirectoryEntry
from retailers.queries import customer_of_retailer, lock_customer
from retailers.services import (
    EntryDetails,
    add_asker,
    claim_entry,
    list_retailer,
    record_recognized,
    record_requested,
    record_withdrawn,
    sign_up_pending,
    write_contact,
)
from wholesale.accounts.models import User
from wholesale.accounts.services import register_person
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition, NotAllowed
from wholesale.organizations.details import CompanyDetails
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import act_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What comes with a request. `tag`: the poster whose link was followed."""

    origin: Origin
    message: str = ""
    tag: InviteTag | None = None
    claims_entry: bool = False
    details: EntryDetails | None = None


@transaction.atomic
def ask_for_access(
    *,
    supplier: Organization,
    retailer: Organization,
    by: User,
    message: str = "",
    phone: str = "",
    tag: InviteTag | None = None,
    origin: Origin = Origin.OWN,
) -> AccessRequest:
    """Ask as a person who may order for a company with an account; in its context or as the app role.

    A prospect whose contact email is this person's is registered by it (P7), and may order at once unless they came
    by the public link (N11).

    Locks:  the customer, if the supplier has one.
    Emails: the supplier's people who decide, and the person.
    Raises: NotAllowed (not one who may order), NoSuchSupplier, AlreadyConnected, AlreadyAsked, InvitedAlready; then
        nothing is written.
    Source: N10, P7.
    """
    if not queries.may_order_for(by, retailer.pk):
        raise NotAllowed(_("Only people who may order for a company ask in its name."))
    asker = Asker(
        person=by, name=by.name, email=by.email, phone=phone, language=by.language, time_zone=by.time_zone
    )
    return _ask(supplier, retailer, asker, Asking(origin=origin, message=message, tag=tag))


@transaction.atomic
def ask_as_visitor(  # noqa: PLR0913 - a request has that many parts, and its one caller names them
    *,
    supplier: Organization,
    email: str,
    person_name: str,
    language: str,
    time_zone: str,
    details: EntryDetails,
    retailer: Organization | None,
    none_of: frozenset[str] | None = None,
    message: str = "",
    tag: InviteTag | None = None,
    person: User | None = None,
) -> AccessRequest:
    """Ask as somebody who has proven an address and belongs to no company yet; runs as the app role.

    The person is written without a password and signs in by code. A company that is new is theirs at once, and the
    directory lists it when a supplier lets it in; an entry that is there already is claimed by the approval only.

    Args:
        retailer: the unclaimed entry that they say is theirs; None for a new company.
        none_of: ids of the likely duplicates that they have looked at and said it is none of.
        person: who they are, if they have an account.
    Locks:  the customer, if the supplier has one.
    Emails: as ask_for_access.
    Raises: EmailTaken, LikelyDuplicate, NotAllowed (the entry is claimed), and as ask_for_access; then nothing is
        written.
    Source: N6, P7.
    """
    if person is None:
        person = register_person(email=email, name=person_name, language=language, time_zone=time_zone)
    claims = retailer is not None
    if retailer is None:
        retailer = sign_up_pending(
            company=_company_of(supplier, details, language, time_zone),
            details=details,
            none_of=none_of,
            by=person,
        )
    elif not DirectoryEntry.objects.filter(pk=retailer.pk, claimed_at=None, is_listed=True).exists():
        raise NotAllowed(_("This company has an account already. Ask its admin to add you."))
    asker = Asker(
        person=person,
        name=person_name,
        email=person.email,
        phone=details.phone,
        language=language,
        time_zone=time_zone,
    )
    asking = Asking(origin=Origin.LINK, message=message, tag=tag, claims_entry=claims, details=details)
    return _ask(supplier, retailer, asker, asking)


@transaction.atomic
def withdraw_request(*, request: AccessRequest, by: User) -> AccessRequest:
    """Take a request back before it is decided, as who made it or as one of its company who may order.

    The caller has found the request among those of this person or company. Who has left the company, or may no longer
    order for it, leaves its request to those who may.

    Locks:  the customer, the request.
    Raises: NotAllowed, InvalidTransition if it was decided meanwhile; then nothing is written.
    Source: P8.
    """
    if not request.claims_entry and not queries.may_order_for(by, request.retailer_id):
        raise NotAllowed(_("Only people who may order for the company take its request back."))
    with act_for(request.supplier_id, by=by.pk):
        customer = lock_customer(request.customer)
        request = queries.lock_request(request)
        if not request.is_open:
            raise InvalidTransition(_("This request was decided meanwhile."))
        record_withdrawn(customer=customer, by=by)
        request.state, request.decided_at = RequestState.WITHDRAWN, timezone.now()
        request.save(update_fields=["state", "decided_at"])
        _audit(request, by, "request_withdrawn")
    return request


def _ask(supplier: Organization, retailer: Organization, asker: Asker, asking: Asking) -> AccessRequest:
    if not supplier.sells or supplier.private_to_id or retailer.private_to_id or supplier.pk == retailer.pk:
        raise NoSuchSupplier
    with act_for(supplier.pk, by=asker.person.pk):
        known = customer_of_retailer(supplier, retailer.pk)
        customer = _come_in(supplier, retailer, known, asker, is_of_company=not asking.claims_entry)
        recognized = bool(known) and _is_recognized(customer, asker)
        if recognized:
            _register(customer, asker, asking)
        elif known:
            record_requested(customer=customer, by=asker.person)
        request = _write(customer, asker, asking, is_decided=recognized)
        if recognized:
            emails.queue_recognized(request, may_order=asking.origin == Origin.OWN)
        else:
            emails.queue_waiting(request, before=queries.last_refusal(request))
            emails.queue_received(request)
        _audit(request, asker.person, "request_made")
    return request


def _come_in(
    supplier: Organization,
    retailer: Organization,
    known: Customer | None,
    asker: Asker,
    *,
    is_of_company: bool,
) -> Customer:
    """Return the supplier's customer for a retailer that asks, locked, or a new one that is Requested."""
    if known is None:
        try:
            return add_asker(
                supplier=supplier,
                retailer=retailer,
                contact_name=asker.name,
                language=asker.language,
                by=asker.person,
            )
        except AlreadyCustomer as error:
            raise AlreadyAsked from error
    customer = lock_customer(known)
    if customer.is_connected:
        raise AlreadyConnected
    if customer.relation == Relation.ASKED_BY_RETAILER:
        if not set_aside(customer=customer, asker=asker.person, is_of_company=is_of_company):
            raise AlreadyAsked
        return lock_customer(known)
    if customer.relation == Relation.ASKED_BY_SUPPLIER and (
        customer.is_registered or queries.invites_company(customer)
    ):
        raise InvitedAlready
    return customer


def _is_recognized(customer: Customer, asker: Asker) -> bool:
    """Tell whether the supplier wrote this person's proven email down itself, for a retailer that it wants."""
    if customer.private.contact_email != asker.email:
        return False
    # Taking a request back makes a prospect of who was refused before: that is no new wish of the supplier's.
    is_prospect = customer.status == CustomerStatus.PROSPECT and not queries.was_refused(customer)
    return is_prospect or customer.status == CustomerStatus.INVITED


def _register(customer: Customer, asker: Asker, asking: Asking) -> None:
    """Register a recognized retailer; its waiting invitation at this address has done its work."""
    if asking.claims_entry:
        claim_entry(retailer=customer.retailer, details=asking.details, email=asker.email, by=asker.person)
    record_recognized(customer=customer, by=asker.person, activates=asking.origin == Origin.OWN)
    if asking.origin == Origin.LINK:
        begin_tour(customer=customer, by=asker.person)
    queries.pending_invitations_of(customer).filter(email=asker.email).update(
        status=InvitationStatus.ACCEPTED, accepted_at=timezone.now()
    )
    list_retailer(retailer=customer.retailer, email=asker.email)
    write_contact(customer=customer, **asker.contact())


def _write(customer: Customer, asker: Asker, asking: Asking, *, is_decided: bool) -> AccessRequest:
    now = timezone.now()
    request = AccessRequest(
        supplier=customer.supplier,
        retailer_id=customer.retailer_id,
        customer=customer,
        person=asker.person,
        person_name=asker.name,
        email=asker.email,
        phone=asker.phone,
        language=asker.language,
        time_zone=asker.time_zone,
        origin=asking.origin,
        tag=asking.tag,
        claims_entry=asking.claims_entry,
        details=asking.details.public() if asking.details else {},
        message=asking.message,
        state=RequestState.APPROVED if is_decided else RequestState.OPEN,
        asked_at=now,
        decided_at=now if is_decided else None,
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAsked from error
    return request


def _company_of(
    supplier: Organization, details: EntryDetails, language: str, time_zone: str
) -> CompanyDetails:
    return CompanyDetails(
        name=details.name,
        country=details.country,
        time_zone=time_zone,
        currency=supplier.currency,
        language=language,
    )


def _audit(request: AccessRequest, by: User, verb: str) -> None:
    record_change(
        organization_id=request.supplier_id,
        by=by,
        verb=verb,
        subject=request,
        subject_name=request.customer.private.display_name,
        after={"email": request.email, "origin": request.origin},
    )
