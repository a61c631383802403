"""How days of service, calendars and deliveries look to machines."""

from datetime import datetime
from typing import Any, ClassVar

from rest_framework import serializers

from retailers import queries
from retailers.delivery_days import CalendarDetails, LineDetails, NamedDay
from retailers.enums import Carrier
from retailers.models import ScheduleLine
from retailers.queries import Level, Plan

LINE: dict[str, Any] = {
    "starts_on": "2026-11-24",
    "deadline_weekday": 0,
    "deadline_time": "12:00:00",
    "every_weeks": 1,
    "is_on": True,
    "carrier": "assigned",
    "distributor": None,
    "carrier_name": "",
}


class LineBody(serializers.Serializer[Any]):
    """One day of service; the start date sets its weekday."""

    starts_on = serializers.DateField()
    deadline_weekday = serializers.IntegerField(min_value=0, max_value=6, help_text="0 is Monday.")
    deadline_time = serializers.TimeField(help_text="In the supplier's time zone.")
    every_weeks = serializers.IntegerField(min_value=1, max_value=52, default=1)
    is_on = serializers.BooleanField(default=True)
    carrier = serializers.ChoiceField(Carrier.choices, default=Carrier.ASSIGNED)
    distributor = serializers.UUIDField(
        required=False, allow_null=True, default=None, help_text="Where the carrier is `distributor`."
    )
    carrier_name = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=120,
        default="",
        help_text="Where the carrier is `named`.",
    )


class ScheduleBody(serializers.Serializer[Any]):
    """All days of service of a level."""

    lines = LineBody(many=True)
    example: ClassVar = {"lines": [LINE]}

    def details(self, level: Level) -> list[LineDetails]:
        """Return it for the services; a line that is there already keeps its key.

        Raises: ValidationError for a distributor without an active agreement.
        """
        present = {_same(line_row(line)): line.pk for line in queries.lines_set(level)[0]}
        rows = self.validated_data["lines"]
        wanted = {row["distributor"] for row in rows if row["distributor"]}
        found = {each.pk: each for each in queries.distributor_choices(level.supplier).filter(pk__in=wanted)}
        if wanted - found.keys():
            raise serializers.ValidationError({"distributor": ["There is no active agreement with it."]})
        return [
            LineDetails(
                **row | {"distributor": found.get(row["distributor"])}, pk=present.pop(_same(row), None)
            )
            for row in rows
        ]


class ScheduleOutput(serializers.Serializer[Any]):
    """What is set at a level. Without lines nothing is, and the next level applies."""

    lines = LineBody(many=True)
    version = serializers.IntegerField()
    example: ClassVar = {"lines": [LINE], "version": 3}


class CalendarBody(serializers.Serializer[Any]):
    """When nothing is delivered."""

    class Day(serializers.Serializer[Any]):
        day = serializers.DateField()
        name = serializers.CharField(max_length=80, allow_blank=True, default="")
        is_open = serializers.BooleanField(
            default=False, help_text="True: a public holiday on which there are deliveries all the same."
        )

    closed_weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), help_text="0 is Monday.", max_length=7
    )
    keeps_holidays = serializers.BooleanField()
    holiday_region = serializers.CharField(max_length=10, allow_blank=True, default="")
    days = Day(many=True)
    example: ClassVar = {
        "closed_weekdays": [6],
        "keeps_holidays": True,
        "holiday_region": "QC",
        "days": [{"day": "2026-12-24", "name": "Stocktaking", "is_open": False}],
    }

    def details(self) -> CalendarDetails:
        """Return it for the services."""
        data = self.validated_data
        return CalendarDetails(
            closed_weekdays=tuple(data["closed_weekdays"]),
            keeps_holidays=data["keeps_holidays"],
            holiday_region=data["holiday_region"],
            days=tuple(NamedDay(**day) for day in data["days"]),
        )


class DeliveriesOutput(serializers.Serializer[Any]):
    """Days that can be ordered for, each before its cut-off."""

    class Delivery(serializers.Serializer[Any]):
        day = serializers.DateField()
        cut_off = serializers.DateTimeField()
        carrier = serializers.CharField(allow_blank=True)

    time_zone = serializers.CharField(help_text="The supplier's.")
    deliveries = Delivery(many=True)
    example: ClassVar = {
        "time_zone": "America/Montreal",
        "deliveries": [
            {"day": "2026-11-26", "cut_off": "2026-11-25T17:00:00Z", "carrier": "Rivière Distribution"}
        ],
    }


def line_row(line: ScheduleLine) -> dict[str, Any]:
    """Return a line as it is read and written."""
    return {
        "starts_on": line.starts_on,
        "deadline_weekday": line.deadline_weekday,
        "deadline_time": line.deadline_time,
        "every_weeks": line.every_weeks,
        "is_on": line.is_on,
        "carrier": line.carrier,
        "distributor": line.distributor_id,
        "carrier_name": line.carrier_name,
    }


def calendar_row(details: CalendarDetails) -> dict[str, Any]:
    """Return a calendar as it is read and written."""
    return {
        "closed_weekdays": list(details.closed_weekdays),
        "keeps_holidays": details.keeps_holidays,
        "holiday_region": details.holiday_region,
        "days": [{"day": each.day, "name": each.name, "is_open": each.is_open} for each in details.days],
    }


def delivery_rows(plan: Plan, now: datetime) -> dict[str, Any]:
    """Return what can be ordered for now."""
    coming = queries.deliveries(plan, now)
    return {
        "time_zone": plan.time_zone,
        "deliveries": [
            {"day": each.day, "cut_off": each.cut_off, "carrier": each.carrier} for each in coming
        ],
    }


def _same(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what tells one line of a schedule from another."""
    return row["starts_on"], row["every_weeks"], row["deadline_weekday"], row["deadline_time"]
