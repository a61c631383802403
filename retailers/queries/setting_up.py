"""What a new supplier has done about its customers, for its checklist; one look each."""

from uuid import UUID

from django.db.models import Q

from retailers.enums import CustomerStatus
from retailers.models import Customer


def has_customers(supplier_id: UUID) -> bool:
    """Tell whether a supplier has a customer, invited or not; one made up to test is none."""
    return Customer.objects.filter(supplier_id=supplier_id, is_test=False).exists()


def has_tried_its_store(supplier_id: UUID) -> bool:
    """Tell whether a supplier has made a test customer, or has real ones beyond prospects and needs none."""
    is_beyond = ~Q(status=CustomerStatus.PROSPECT)
    return Customer.objects.filter(Q(is_test=True) | is_beyond, supplier_id=supplier_id).exists()


def has_invited_customers(supplier_id: UUID) -> bool:
    """Tell whether a supplier has asked a customer to order online, or one has come by itself."""
    beyond = Customer.objects.filter(supplier_id=supplier_id, is_test=False).exclude(
        status=CustomerStatus.PROSPECT
    )
    return beyond.exists()
