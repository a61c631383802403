"""Why a round, a day or a stop at a door was refused."""

from datetime import date
from typing import Any

from django.utils.translation import gettext

from wholesale.errors import DomainError, StaleVersion


class RouteChanged(StaleVersion):
    """Somebody else changed the round since it was read; `route` is how it stands."""

    code = "route_changed"

    def __init__(self, route: Any) -> None:
        super().__init__(gettext("Somebody else changed this route since you opened it. Look at it again."))
        self.route = route


class RouteNameTaken(DomainError):
    """Another round of the company is called like this."""

    code = "route_name_taken"
    status = 422

    def __init__(self, name: str) -> None:
        super().__init__(gettext("There is a route called %(name)s already.") % {"name": name})
        self.fields = {"name": self.message}


class TooManyRoutes(DomainError):
    """A company has as many rounds as it may have."""

    code = "too_many_routes"

    def __init__(self, most: int) -> None:
        super().__init__(gettext("There can be at most %(n)s routes.") % {"n": most})
        self.fields = {"name": self.message}


class TooManyStops(DomainError):
    """A round has as many stops as it may have."""

    code = "too_many_stops"

    def __init__(self, most: int) -> None:
        super().__init__(gettext("A route can have at most %(n)s stops.") % {"n": most})


class DayNotOffered(DomainError):
    """The customer has no delivery on the day that was chosen for the next try."""

    code = "day_not_offered"
    status = 422

    def __init__(self, day: date) -> None:
        super().__init__(
            gettext("There is no delivery to this customer on that day. Choose one of the days offered.")
        )
        self.day = day


class ReasonMissing(DomainError):
    """A delivery failed and nobody said why, or when it is tried again."""

    code = "reason_missing"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("Say why the delivery failed and when it is tried again."))


class DayMoved(DomainError):
    """What stands on the day is no longer what the preview showed."""

    code = "day_changed"

    def __init__(self) -> None:
        super().__init__(gettext("The orders of this day changed since you looked. Look at them again."))


class NothingToMove(DomainError):
    """No order of the day can move to the other one."""

    code = "nothing_to_move"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("No order can be moved from this day to that one."))


class DoorRefused(DomainError):
    """A count or a reason at the door cannot be; `fields` says what is wrong by line, "" what is wrong with all."""

    code = "door_refused"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class DoorQuantitiesNotGranted(DomainError):
    """The supplier has not granted this distributor to deliver less than was shipped (SPEC.md I2)."""

    code = "door_quantities_not_granted"
    status = 403

    def __init__(self) -> None:
        super().__init__(
            gettext("Your agreement does not let you change quantities at the door. Ask the supplier.")
        )


class DayPassed(DomainError):
    """The day that orders are to move to is the same one, or has passed."""

    code = "day_passed"
    status = 422

    def __init__(self) -> None:
        super().__init__(gettext("Choose another day that is still to come."))
        self.fields = {"new_day": self.message}


class DayTooFar(DayPassed):
    """The day that orders are to move to lies farther ahead than anybody plans."""

    code = "day_too_far"

    def __init__(self) -> None:
        super(DayPassed, self).__init__(gettext("Choose a day within a year."))
        self.fields = {"new_day": self.message}
