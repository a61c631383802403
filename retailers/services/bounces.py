"""An address that is no longer written to is no longer flagged (SPEC.md N1). In the supplier's context."""

from retailers.models import Customer, CustomerBounce, CustomerContact, CustomerPrivate


def forget_bounce(*, customer: Customer, email: str) -> None:
    """Take the flag off a customer, if it is of this address and the customer has it neither itself nor as contact.

    An invitation may go elsewhere than to the customer's own address; once it is withdrawn nobody writes there.
    """
    own = {"supplier_id": customer.supplier_id, "customer": customer}
    is_own = CustomerPrivate.objects.filter(contact_email=email, **own).exists()
    if not is_own and not CustomerContact.objects.filter(email__iexact=email, **own).exists():
        CustomerBounce.objects.filter(email=email, **own).delete()
