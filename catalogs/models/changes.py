"""Changes of prices: drafted, looked at, published at once or for a moment to come, taken back (SPEC.md K7)."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalogs.enums import ChangeState
from catalogs.models.prices import PriceList, breaks_fit
from catalogs.models.products import Product
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, tenant_key


class PriceChange(TenantModel):
    """Prices of one list that change together. A draft without `effective_at` is for the moment it is published."""

    price_list = tenant_key(PriceList, related_name="changes")
    name = models.CharField(_("name"), max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=ChangeState, default=ChangeState.DRAFT)
    effective_at = models.DateTimeField(_("from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    tells_customers = models.BooleanField(_("tell the customers concerned"), default=False)
    told_through = models.UUIDField(null=True, editable=False)  # the last customer that was
    told_at = models.DateTimeField(null=True, editable=False)
    # Of those, the last one that was told of the withdrawal.
    corrected_through = models.UUIDField(null=True, editable=False)
    corrected_at = models.DateTimeField(null=True, editable=False)
    note = models.CharField(_("note to customers"), max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by_name = models.CharField(max_length=120, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TenantKey(name="price_change_key"),
            models.UniqueConstraint(
                fields=["supplier", "price_list"],
                condition=Q(state=ChangeState.DRAFT),
                name="price_change_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.DRAFT, published_at__isnull=True)
                | Q(published_at__isnull=False, effective_at__isnull=False) & ~Q(state=ChangeState.DRAFT),
                name="price_change_published_has_times",
            ),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WITHDRAWN, withdrawn_at__isnull=False)
                | ~Q(state=ChangeState.WITHDRAWN) & Q(withdrawn_at__isnull=True),
                name="price_change_withdrawn_has_time",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(effective_at__isnull=True)
                | Q(ends_at__gt=F("effective_at")),
                name="price_change_ends_after_it_begins",
            ),
            TenantReference(name="price_change_price_list", field="price_list"),
            Access(name="price_change_access", supplier="select, insert, update, delete"),
        ]
        indexes = [
            models.Index(fields=["supplier", "state", "-effective_at", "-id"], name="price_change_state"),
            models.Index(fields=["price_list", "-effective_at"], name="price_change_list"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> ChangeState:
        """Return its state as it shows: with its word and colour."""
        return ChangeState(self.state)

    @property
    def is_scheduled(self) -> bool:
        """Tell whether it is published for a moment to come."""
        return (
            self.state == ChangeState.PUBLISHED
            and self.effective_at is not None
            and self.effective_at > timezone.now()
        )

    @property
    def has_passed(self) -> bool:
        """Tell whether the moment that was chosen has come."""
        return self.effective_at is not None and self.effective_at <= timezone.now()


class PriceChangeLine(TenantModel):
    """What a product shall cost; without a price it goes off the list."""

    change = tenant_key(PriceChange, related_name="lines", on_delete=models.DO_NOTHING)
    product = tenant_key(Product, related_name="+")
    unit_price = models.DecimalField(_("price"), max_digits=12, decimal_places=3, null=True)
    break_units = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    break_prices = ArrayField(models.DecimalField(max_digits=12, decimal_places=3), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "change", "product"], name="price_change_line_once"),
            models.CheckConstraint(
                condition=Q(unit_price__isnull=True, break_units__len=0) | Q(unit_price__gte=0),
                name="price_change_line_not_negative",
            ),
            models.CheckConstraint(condition=breaks_fit(), name="price_change_line_breaks_fit"),
            TenantReference(name="price_change_line_change", field="change", cascades=True),
            TenantReference(name="price_change_line_product", field="product"),
            Access(name="price_change_line_access", supplier="select, insert, update, delete"),
        ]

    @property
    def breaks(self) -> list[tuple[int, Decimal]]:
        """Return from how many units on one costs how much."""
        return list(zip(self.break_units, self.break_prices, strict=True))
