"""What a supplier decides about its delivery days, handed from entrances to services."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from retailers.enums import Carrier
from wholesale.organizations.models import Organization


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDetails:
    """One day of service as it is to be.

    Args:
        pk: of the line that it changes; none for a new one.
        deadline_weekday: 0 is Monday.
        distributor: where the carrier is one; its name is kept as `carrier_name`.
    """

    starts_on: date
    deadline_weekday: int
    deadline_time: time
    every_weeks: int = 1
    is_on: bool = True
    carrier: str = Carrier.ASSIGNED
    distributor: Organization | None = None
    carrier_name: str = ""
    pk: UUID | None = None

    def columns(self) -> dict[str, object]:
        """Return the columns of its row."""
        named = {Carrier.NAMED: self.carrier_name.strip()}
        if self.carrier == Carrier.DISTRIBUTOR and self.distributor:
            named[Carrier.DISTRIBUTOR] = self.distributor.name
        return {
            "starts_on": self.starts_on,
            "deadline_weekday": self.deadline_weekday,
            "deadline_time": self.deadline_time,
            "every_weeks": self.every_weeks,
            "is_on": self.is_on,
            "carrier": self.carrier,
            "distributor_id": self.distributor.pk
            if self.distributor and self.carrier == Carrier.DISTRIBUTOR
            else None,
            "carrier_name": named.get(Carrier(self.carrier), ""),
        }


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day that is closed by name, or a public holiday on which there are deliveries all the same."""

    day: date
    name: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDetails:
    """When a supplier delivers nothing. Weekdays: 0 is Monday."""

    closed_weekdays: tuple[int, ...] = (6,)
    keeps_holidays: bool = True
    holiday_region: str = ""
    days: tuple[NamedDay, ...] = ()
