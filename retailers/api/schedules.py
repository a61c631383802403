"""Days of service at three levels, closed days, and the next deliveries, for machines (SPEC.md C15, C18)."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from retailers import queries, services
from retailers.api.schedule_shapes import (
    CalendarBody,
    DeliveriesOutput,
    ScheduleBody,
    ScheduleOutput,
    calendar_row,
    delivery_rows,
    line_row,
)
from retailers.errors import DetailsRefused
from retailers.queries import Level
from wholesale.api.base import ApiView, acting_of_call
from wholesale.api.concurrency import based_on, with_etag
from wholesale.organizations.access import Acting, Need
from wholesale.organizations.enums import Side
from wholesale.organizations.roles import Permission

NEED = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS, "PUT": Permission.MANAGE_CUSTOMERS})
READ = Need(Side.SELLING, {"GET": Permission.VIEW_CUSTOMERS})


class _ScheduleApi(ApiView):
    """What the three levels have in common."""

    need = NEED
    edits = ("PUT",)
    Output = ScheduleOutput
    Input = ScheduleBody

    def current(self, request: Request, organization: str, **holder: UUID) -> tuple[dict[str, Any], int]:
        """Return what is set here and its version, also for whoever edits too late."""
        lines, version = queries.lines_set(queries.level_for_member(acting_of_call(request), **holder))
        return {"lines": [line_row(line) for line in lines], "version": version}, version

    def read(self, request: Request, organization: str, **holder: UUID) -> Response:
        row, version = self.current(request, organization, **holder)
        return with_etag(Response(row), version)

    def write(self, request: Request, organization: str, **holder: UUID) -> Response:
        acting, body = acting_of_call(request), self.Input(data=request.data)
        level, version = queries.level_for_member(acting, **holder), based_on(request)
        for_all_only(acting, level)
        body.is_valid(raise_exception=True)
        lines = body.details(level)
        try:
            services.set_schedule(level=level, lines=lines, version=version, by=acting.user)
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return self.read(request, organization, **holder)


class DefaultScheduleApi(_ScheduleApi):
    """The days of service of all customers that have none of their own."""

    def get(self, request: Request, organization: str) -> Response:
        """Read the days of service of all."""
        return self.read(request, organization)

    def put(self, request: Request, organization: str) -> Response:
        """Replace the days of service of all; without lines any open day can be ordered for."""
        return self.write(request, organization)


class GroupScheduleApi(_ScheduleApi):
    """The days of service of a group."""

    def get(self, request: Request, organization: str, group: UUID) -> Response:
        """Read what is set for a group; without lines the default applies."""
        return self.read(request, organization, group=group)

    def put(self, request: Request, organization: str, group: UUID) -> Response:
        """Replace the days of service of a group."""
        return self.write(request, organization, group=group)


class CustomerScheduleApi(_ScheduleApi):
    """The days of service of one customer."""

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """Read what is set for a customer; without lines that of a group or the default applies."""
        return self.read(request, organization, customer=customer)

    def put(self, request: Request, organization: str, customer: UUID) -> Response:
        """Replace the days of service of a customer; without lines the next level applies again."""
        return self.write(request, organization, customer=customer)


class DeliveryCalendarApi(ApiView):
    """Closed weekdays, closed days and public holidays."""

    need = NEED
    edits = ("PUT",)
    Output = CalendarBody
    Input = CalendarBody

    def current(self, request: Request, organization: str) -> tuple[dict[str, Any], int]:
        """Return the calendar and its version, also for whoever edits too late."""
        details, version = queries.calendar_set(acting_of_call(request).organization)
        return calendar_row(details), version

    def get(self, request: Request, organization: str) -> Response:
        """Read when nothing is delivered."""
        row, version = self.current(request, organization)
        return with_etag(Response(row), version)

    def put(self, request: Request, organization: str) -> Response:
        """Replace the calendar."""
        acting, body, version = acting_of_call(request), self.Input(data=request.data), based_on(request)
        for_all_only(acting, Level(acting.organization))
        body.is_valid(raise_exception=True)
        try:
            services.set_calendar(
                supplier=acting.organization, details=body.details(), version=version, by=acting.user
            )
        except DetailsRefused as error:
            raise serializers.ValidationError(error.fields) from error
        return self.get(request, organization)


class CustomerDeliveriesApi(ApiView):
    """The days that a customer can order for now."""

    need = READ
    Output = DeliveriesOutput

    def get(self, request: Request, organization: str, customer: UUID) -> Response:
        """List the deliveries of the next 90 days with their cut-offs."""
        found = queries.customer_for_member(acting_of_call(request), customer)
        return Response(delivery_rows(queries.plan_of(found), timezone.now()))


class SupplierDeliveriesApi(ApiView):
    """The days that a retailer can order for at a supplier now."""

    need = Need(Side.BUYING, {"GET": Permission.VIEW_PRODUCTS})
    Output = DeliveriesOutput

    def get(self, request: Request, organization: str, supplier: str) -> Response:
        """List the deliveries of the next 90 days with their cut-offs."""
        found = queries.customer_at(acting_of_call(request).organization, supplier)
        return Response(delivery_rows(queries.plan_of(found), timezone.now()))


def for_all_only(acting: Acting, level: Level) -> None:
    """Refuse whoever sees only their own retailers a change for others.

    Raises: PermissionDenied.
    """
    if acting.represents and not level.customer:
        raise PermissionDenied
