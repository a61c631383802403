"""A supplier says whether a customer of people who lost their company is the company's still (P7)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from invitations import emails, queries
from invitations.enums import ApartState
from invitations.models import ApartCustomer
from retailers.errors import AlreadyCustomer
from retailers.models import Customer
from retailers.services import join_customer, name_contact
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.errors import InvalidTransition
from wholesale.organizations.models import Organization
from wholesale.tenancy.contexts import Context, act_as
from wholesale.tenancy.roles import Role


@transaction.atomic
def confirm_customer(*, apart: ApartCustomer, by: User) -> None:
    """Say that it is the same customer: it is the company's again, orders and all, as it stood before.

    Runs in the supplier's context.

    Locks:  what was asked, the customer.
    Emails: the people of the company who may order.
    Raises: InvalidTransition (answered already), AlreadyCustomer (the company is a customer of its own since); then
        nothing is written.
    Source: P7.
    """
    apart = _waiting(apart)
    home = _now(apart.company)
    if twin := Customer.objects.filter(supplier=apart.supplier_id, retailer=home).first():
        raise AlreadyCustomer(twin.pk)
    join_customer(customer=apart.customer, to=home, relation=apart.was_relation, is_active=apart.was_active)
    _answer(apart, ApartState.CONFIRMED, "customer_confirmed", by)
    people = emails.queue_customer_confirmed(apart, home)
    if people:
        with act_as(Context(Role.RETAILER, retailer_id=home.pk, user_id=people[0].pk)):
            name_contact(customers=[apart.customer], person=people[0])


@transaction.atomic
def keep_apart(*, apart: ApartCustomer, by: User) -> None:
    """Say that it is not: the customer stays by itself, ended, and may be invited like any other.

    Locks:  what was asked.
    Raises: InvalidTransition; then nothing is written.
    Source: P7.
    """
    apart = _waiting(apart)
    _answer(apart, ApartState.REFUSED, "customer_kept_apart", by)


def _waiting(apart: ApartCustomer) -> ApartCustomer:
    apart = queries.lock_apart(apart)
    if apart.state != ApartState.WAITING:
        raise InvalidTransition(_("This was answered already."))
    return apart


def _now(company: Organization) -> Organization:
    """Return what a company has become, if it was merged since."""
    return company.merged_into if company.merged_into_id and company.merged_into else company


def _answer(apart: ApartCustomer, state: ApartState, verb: str, by: User) -> None:
    apart.state, apart.decided_at, apart.decided_by_name = state, timezone.now(), str(by)[:120]
    apart.save(update_fields=["state", "decided_at", "decided_by_name"])
    record_change(
        organization_id=apart.supplier_id,
        by=by,
        verb=verb,
        subject=apart.customer,
        subject_name=apart.customer.private.display_name,
    )
