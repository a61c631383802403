"""By which terms customers buy: what is set at each level, and what applies to each customer."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogs.enums import PAID_AT_ONCE, PaymentTerms
from catalogs.models.prices import PriceList
from retailers.models import Customer, CustomerGroup
from wholesale.tenancy.declarations import Access, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key

# Terms wait from a customer's first day; a retailer reads them once the supplier has let it in (P7).
OPENED_CUSTOMERS = (
    "retailer_id = app.retailer_id() AND customer_id = ANY (ARRAY(SELECT id FROM retailers_customer))"
)


def amount(name: Any = None, **options: Any) -> Any:
    """Return a column of money, in the currency of the customer's price list."""
    return models.DecimalField(name, max_digits=12, decimal_places=3, **options)


class TermsLevel(TenantModel):
    """What a supplier has set for one customer, for one group, or with neither for all (SPEC.md C14, C18).

    NULL is not set here. The nearest level that sets something wins: customer, groups by rank, all. The default
    price list is the supplier's own mark on a list, so the level of all names none.
    """

    customer = tenant_key(Customer, null=True)
    group = tenant_key(CustomerGroup, null=True, on_delete=models.DO_NOTHING)
    price_list = tenant_key(PriceList, null=True, verbose_name=_("price list"))
    price_change_percent = models.DecimalField(
        _("markup or discount in %"), max_digits=6, decimal_places=2, null=True
    )
    minimum_order = amount(_("minimum order"), null=True)
    minimum_is_hard = models.BooleanField(_("orders below the minimum are refused"), null=True)
    delivery_fee = amount(_("delivery fee"), null=True)
    delivery_fee_free_from = amount(_("no delivery fee from"), null=True)
    payment_terms = models.CharField(_("payment terms"), max_length=12, choices=PaymentTerms, null=True)
    payment_terms_days = models.PositiveSmallIntegerField(_("days to pay"), null=True)
    has_credit_limit = models.BooleanField(_("has a credit limit"), null=True)
    credit_limit = amount(_("credit limit"), null=True)
    hold_blocks = models.BooleanField(_("being on hold refuses orders"), null=True)
    is_tax_exempt = models.BooleanField(_("tax exempt"), null=True)
    tax_certificate = models.CharField(_("exemption certificate"), max_length=40, blank=True)
    adds_own_stock = models.BooleanField(_("your own stock is available too"), null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["supplier", "customer", "group"], nulls_distinct=False, name="terms_level_once"
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=True) | Q(group__isnull=True), name="terms_level_one_holder"
            ),
            models.CheckConstraint(
                condition=Q(price_list__isnull=True) | Q(customer__isnull=False) | Q(group__isnull=False),
                name="terms_level_all_has_no_list",
            ),
            models.CheckConstraint(
                condition=Q(price_change_percent__isnull=True)
                | Q(price_change_percent__gte=-100, price_change_percent__lte=1000),
                name="terms_level_change_fits",
            ),
            models.CheckConstraint(
                condition=(Q(minimum_order__isnull=True) | Q(minimum_order__gte=0))
                & (Q(delivery_fee__isnull=True) | Q(delivery_fee__gte=0))
                & (Q(delivery_fee_free_from__isnull=True) | Q(delivery_fee_free_from__gt=0))
                & (Q(credit_limit__isnull=True) | Q(credit_limit__gte=0)),
                name="terms_level_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(delivery_fee_free_from__isnull=True) | Q(delivery_fee__isnull=False),
                name="terms_level_free_from_a_fee",
            ),
            # NULL in a comparison would pass a check, hence each says what is not NULL.
            models.CheckConstraint(
                condition=Q(payment_terms__isnull=True, payment_terms_days__isnull=True)
                | Q(payment_terms__isnull=False, payment_terms_days__isnull=False)
                & (
                    Q(payment_terms__in=PAID_AT_ONCE, payment_terms_days=0)
                    | Q(payment_terms=PaymentTerms.NET, payment_terms_days__range=(1, 365))
                    | Q(payment_terms=PaymentTerms.END_OF_MONTH, payment_terms_days__range=(0, 365))
                ),
                name="terms_level_days_fit",
            ),
            models.CheckConstraint(
                condition=Q(has_credit_limit__isnull=False, has_credit_limit=True, credit_limit__isnull=False)
                | Q(credit_limit__isnull=True)
                & (Q(has_credit_limit__isnull=True) | Q(has_credit_limit=False)),
                name="terms_level_limit_has_amount",
            ),
            models.CheckConstraint(
                condition=Q(is_tax_exempt__isnull=False, is_tax_exempt=True) | Q(tax_certificate=""),
                name="terms_level_certificate_exempts",
            ),
            TenantReference(name="terms_level_customer", field="customer"),
            TenantReference(name="terms_level_group", field="group", cascades=True),
            TenantReference(name="terms_level_price_list", field="price_list"),
            Access(
                name="terms_level_access",
                supplier="select, insert, update",
                staff="select, insert, update, delete",
            ),
        ]


class CustomerTerms(TenantModel):
    """By which terms a customer buys: of each setting the nearest that is set. The shop reads it.

    Written by the database alone, whenever a level, a membership, a group's rank, the default price list or a
    customer changes (migration terms_follow); every customer has a row once its supplier has a price list.
    """

    retailer = organization_key()
    customer = models.OneToOneField(
        Customer, models.PROTECT, related_name="terms", db_constraint=False, db_index=False
    )
    price_list = tenant_key(PriceList)
    price_change_percent = models.DecimalField(max_digits=6, decimal_places=2, default=0)
    minimum_order = amount(_("minimum order"), default=0)
    minimum_is_hard = models.BooleanField(default=False)
    delivery_fee = amount(default=0)
    delivery_fee_free_from = amount(null=True)
    payment_terms = models.CharField(max_length=12, choices=PaymentTerms, default=PaymentTerms.NET)
    payment_terms_days = models.PositiveSmallIntegerField(_("payment terms in days"), default=30)
    credit_limit = amount(null=True)
    hold_blocks = models.BooleanField(default=True)
    is_tax_exempt = models.BooleanField(default=False)
    tax_certificate = models.CharField(max_length=40, blank=True)
    adds_own_stock = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer"], name="customer_terms_once"),
            TenantReference(name="customer_terms_customer", field="customer"),
            TenantReference(name="customer_terms_price_list", field="price_list"),
            Access(
                name="customer_terms_access",
                supplier="select",
                retailer="select",
                staff="select, insert, delete",
                rows={"retailer": OPENED_CUSTOMERS},
            ),
        ]
        indexes = [models.Index(fields=["retailer", "supplier"], name="customer_terms_retailer")]
