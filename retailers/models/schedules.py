"""When a supplier delivers: days of service at three levels, its calendar, and what applies to whom."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from retailers.enums import Carrier
from retailers.models.customers import Customer
from retailers.models.groups import CustomerGroup
from retailers.schedule import MOST_WEEKS
from wholesale.tenancy.declarations import Access, TenantKey, TenantReference
from wholesale.tenancy.models import TenantModel, organization_key, tenant_key, uuid_key

SUNDAY = 6
# What a retailer may read of a supplier that has let it in, and no more: not what applies to others, no groups.
OF_OWN_SUPPLIERS = (
    "supplier_id = ANY (ARRAY(SELECT supplier_id FROM retailers_customer WHERE registered_at IS NOT NULL))"
)
OF_OWN_CUSTOMERS = (
    "customer_id = ANY (ARRAY(SELECT id FROM retailers_customer WHERE registered_at IS NOT NULL))"
)
THAT_APPLY = "schedule_id = ANY (ARRAY(SELECT schedule_id FROM retailers_appliedschedule))"


def closed_on_sundays() -> list[int]:
    """Return the weekdays on which nobody delivers until somebody says otherwise."""
    return [SUNDAY]


class Schedule(TenantModel):
    """The days of service that are set for a customer, for a group, or with neither for all (SPEC.md C15, C18).

    Without lines nothing is set here; the row stays, with its version.
    """

    customer = tenant_key(Customer, null=True, blank=True)
    group = tenant_key(CustomerGroup, null=True, blank=True, on_delete=models.DO_NOTHING)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            TenantKey(name="schedule_key"),
            TenantReference(name="schedule_customer", field="customer"),
            TenantReference(name="schedule_group", field="group", cascades=True),
            models.CheckConstraint(
                condition=Q(customer__isnull=True) | Q(group__isnull=True), name="schedule_one_holder"
            ),
            models.UniqueConstraint(
                fields=["supplier", "customer", "group"], name="schedule_once", nulls_distinct=False
            ),
            Access(
                name="schedule_access",
                supplier="select, insert, update",
                staff="select, insert, update, delete",
            ),
        ]


class ScheduleLine(TenantModel):
    """One day of service. The start date sets the weekday; `deadline_weekday` 0 is Monday."""

    schedule = tenant_key(Schedule, related_name="lines", on_delete=models.DO_NOTHING)
    starts_on = models.DateField(_("first delivery"))
    deadline_weekday = models.PositiveSmallIntegerField(_("deadline day"))
    deadline_time = models.TimeField(_("deadline time"))
    every_weeks = models.PositiveSmallIntegerField(_("every … weeks"), default=1)
    is_on = models.BooleanField(_("on"), default=True)
    carrier = models.CharField(_("carrier"), max_length=12, choices=Carrier, default=Carrier.ASSIGNED)
    distributor = organization_key(null=True, blank=True)
    carrier_name = models.CharField(_("name of the carrier"), max_length=120, blank=True)

    class Meta:
        constraints = [
            TenantReference(name="schedule_line_schedule", field="schedule", cascades=True),
            models.CheckConstraint(
                condition=Q(deadline_weekday__lte=SUNDAY), name="schedule_line_deadline_is_weekday"
            ),
            models.CheckConstraint(
                condition=Q(every_weeks__gte=1, every_weeks__lte=MOST_WEEKS), name="schedule_line_recurs"
            ),
            models.CheckConstraint(
                condition=Q(carrier=Carrier.DISTRIBUTOR, distributor__isnull=False)
                | (~Q(carrier=Carrier.DISTRIBUTOR) & Q(distributor__isnull=True)),
                name="schedule_line_distributor",
            ),
            models.CheckConstraint(
                condition=~Q(carrier__in=[Carrier.DISTRIBUTOR, Carrier.NAMED]) | ~Q(carrier_name=""),
                name="schedule_line_carrier_named",
            ),
            Access(
                name="schedule_line_access",
                supplier="select, insert, update, delete",
                retailer="select",
                staff="select, insert, update, delete",
                rows={"retailer": THAT_APPLY},
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "schedule", "starts_on"], name="schedule_line_start"),
            models.Index(fields=["schedule"], name="schedule_line_of"),
        ]


class AppliedSchedule(TenantModel):
    """Which schedule applies to a customer, kept by the database; none: nothing is set at any level.

    It is how a retailer reads its days without learning of levels or groups. Its id is the customer's.
    """

    customer = models.OneToOneField(
        Customer, models.PROTECT, related_name="applied_schedule", db_constraint=False, db_index=False
    )
    schedule = tenant_key(Schedule, on_delete=models.DO_NOTHING)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer"], name="applied_schedule_once"),
            TenantReference(name="applied_schedule_customer", field="customer"),
            TenantReference(name="applied_schedule_schedule", field="schedule", cascades=True),
            Access(
                name="applied_schedule_access",
                supplier="select",
                retailer="select",
                staff="select, insert, delete",
                rows={"retailer": OF_OWN_CUSTOMERS},
            ),
        ]
        indexes = [
            models.Index(fields=["supplier", "schedule"], name="applied_schedule_customers"),
            models.Index(fields=["schedule"], name="applied_schedule_of"),
        ]


class DeliveryCalendar(TenantModel):
    """When a supplier delivers nothing; without a row, on Sundays and the public holidays of its country."""

    closed_weekdays = ArrayField(models.PositiveSmallIntegerField(), default=closed_on_sundays, blank=True)
    keeps_holidays = models.BooleanField(_("closed on public holidays"), default=True)
    holiday_region = models.CharField(_("region"), max_length=10, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier"], name="delivery_calendar_once"),
            models.CheckConstraint(
                condition=Q(closed_weekdays__contained_by=list(range(7))), name="delivery_calendar_weekdays"
            ),
            Access(
                name="delivery_calendar_access",
                supplier="select, insert, update",
                retailer="select",
                rows={"retailer": OF_OWN_SUPPLIERS},
            ),
        ]


class CalendarDay(TenantModel):
    """A day that is closed by name, or a public holiday on which a supplier delivers all the same."""

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80, blank=True)
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "day"], name="calendar_day_once"),
            Access(
                name="calendar_day_access",
                supplier="select, insert, update, delete",
                retailer="select",
                rows={"retailer": OF_OWN_SUPPLIERS},
            ),
        ]


class CalendarFeed(models.Model):
    """That a retailer's delivery days may be read at a secret address, until the row goes."""

    id = uuid_key()
    retailer = organization_key()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["retailer"], name="calendar_feed_once"),
            Access(
                name="calendar_feed_access",
                retailer="select, insert, delete",
                staff="select, insert, update, delete",
            ),
        ]
