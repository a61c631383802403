"""What cannot be done with the directory or a customer."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from wholesale.api.errors import TooManyRequests
from wholesale.errors import DomainError, StaleVersion


class DetailsRefused(DomainError):
    """Some of what was typed cannot be taken; `fields` says what is wrong with which field."""

    code = "invalid"
    status = 422

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = fields


class AlreadyCustomer(DomainError):
    """The retailer is this supplier's customer already; `customer_id` says which, if the asker sees it."""

    code = "already_customer"

    def __init__(self, customer_id: UUID | None) -> None:
        super().__init__(_("This retailer is your customer already."))
        self.customer_id = customer_id


class LikelyDuplicate(DomainError):
    """Entries of the directory look like the new one, and nobody has said that it is none of them."""

    code = "likely_duplicate"

    def __init__(self, duplicates: list[Any]) -> None:
        super().__init__(_("The directory has entries that look like this one. Is it one of them?"))
        self.duplicates = duplicates


class EntryBelongsToRetailer(DomainError):
    """The retailer has registered, and keeps its entry itself (SPEC.md C6)."""

    code = "entry_claimed"
    status = 403

    def __init__(self) -> None:
        super().__init__(_("This entry is kept by the retailer, or by the supplier that created it."))


class MergeRefused(DomainError):
    """These two entries cannot be merged, or this merge cannot be undone; the message says what stands in the way."""

    code = "merge_refused"


class CorrectionRefused(DomainError):
    """A correction cannot be proposed, or taken over; the message says why."""

    code = "correction_refused"


class TooManyCorrections(TooManyRequests):
    """A supplier proposes more corrections than anybody can look at; `wait_seconds` says until when."""

    code = "too_many_corrections"


class TooManySearches(TooManyRequests):
    """The directory was asked too often; `wait_seconds` says until when."""

    code = "too_many_searches"


class ChangedMeanwhile(StaleVersion):
    """Somebody else saved this customer first; `current` is what is written now."""

    def __init__(self, current: Any) -> None:
        super().__init__(
            _("Somebody else changed this retailer while you were typing. Nothing of yours is lost.")
        )
        self.current = current


class ProfileChangedMeanwhile(StaleVersion):
    """A colleague saved this contact or address first; `current` is what is written now."""

    def __init__(self, current: Any) -> None:
        super().__init__(_("Somebody else changed this in the meantime. See what differs, then save again."))
        self.current = current


class TooManyAddresses(DomainError):
    """A retailer has as many ship-to addresses as it may have."""

    code = "too_many_addresses"

    def __init__(self, most: int) -> None:
        super().__init__(_("There are %(most)s addresses already. Remove one first.") % {"most": most})


class GroupChangedMeanwhile(StaleVersion):
    """Somebody else saved this group first; `current` is what is written now."""

    def __init__(self, current: Any) -> None:
        super().__init__(
            _("Somebody else changed this group while you were typing. Nothing of yours is lost.")
        )
        self.current = current


class NobodyChosen(DomainError):
    """A change of many was asked for no customer that whoever asks sees."""

    code = "nobody_chosen"

    def __init__(self) -> None:
        super().__init__(_("No retailer is chosen."))


class ScheduleChanged(StaleVersion):
    """Somebody else changed these delivery days first; `version` is what is written now."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _("Somebody else changed these delivery days meanwhile. Look at them again, then save.")
        )
        self.version = version


class TooManyTestCustomers(DomainError):
    """A supplier has as many test customers as it may have."""

    code = "too_many_test_customers"

    def __init__(self, most: int) -> None:
        super().__init__(_("You have %(most)s test customers already. End one first.") % {"most": most})
