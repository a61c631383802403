"""Addresses of customers from which mail comes back (SPEC.md N1)."""

from django.db import models

from retailers.models.customers import Customer
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel


class CustomerBounce(TenantModel):
    """The address of a customer from which the supplier's latest mail came back, and when.

    The database writes it from what became of the supplier's own mails, and takes it away once a later one is
    delivered there or the address is no longer the customer's (docs/decisions/0018).
    """

    customer = models.OneToOneField(
        Customer, models.PROTECT, related_name="bounce", db_constraint=False, db_index=False
    )
    email = models.EmailField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            TenantReference(name="customer_bounce_customer", field="customer"),
            models.UniqueConstraint(fields=["supplier", "customer"], name="customer_bounce_once"),
            Access(
                name="customer_bounce_access",
                supplier="select, delete",
                staff="select, insert, update, delete",
            ),
        ]
        indexes = [models.Index(fields=["supplier", "email"], name="customer_bounce_email")]

    def __str__(self) -> str:
        return self.email
