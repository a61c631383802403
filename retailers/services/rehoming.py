"""One supplier's customer turns out to be another company than it was written down as (SPEC.md N3, P7)."""

from django.db import connection, transaction

from retailers import queries
from retailers.enums import CustomerEventKind
from retailers.errors import AlreadyCustomer
from retailers.models import Customer
from retailers.services.standing import write_event
from wholesale.accounts.models import User
from wholesale.audit.services import record_change
from wholesale.organizations.models import Organization


@transaction.atomic
def move_customer(*, customer: Customer, to: Organization, by: User) -> Customer:
    """Let a customer be another company from now on, with all that hangs on it; its entry stays for other suppliers.

    Nothing of any other supplier moves. In the supplier's context, or the staff's; the caller has checked that the
    person may speak for that company.

    Locks:  the customer.
    Raises: AlreadyCustomer (that company is this supplier's customer already); then nothing is written.
    Source: N3, P7.
    """
    customer = queries.lock_customer(customer)
    twin = Customer.objects.filter(supplier_id=customer.supplier_id, retailer=to).first()
    if twin:
        raise AlreadyCustomer(twin.pk)
    before = customer.retailer.name
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.move_customer(%s, %s)", [customer.pk, to.pk])
    customer = queries.lock_customer(customer)
    write_event(customer, CustomerEventKind.MOVED, by, note=f"{before} → {to.name}"[:200])
    record_change(
        organization_id=customer.supplier_id,
        by=by,
        verb="customer_moved",
        subject=customer,
        subject_name=customer.private.display_name,
        before={"name": before},
        after={"name": to.name},
    )
    return customer
