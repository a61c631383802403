"""The directory, the customers and their addresses."""

from retailers.models.addresses import BillToAddress, ShipToAddress
from retailers.models.bounces import CustomerBounce
from retailers.models.bulk import BulkItem, BulkJob
from retailers.models.corrections import CorrectionProposer, EntryCorrection
from retailers.models.customers import (
    Customer,
    CustomerContact,
    CustomerEvent,
    CustomerPrivate,
    CustomerWord,
)
from retailers.models.directory import DirectoryEmail, DirectoryEntry
from retailers.models.groups import CustomerGroup, GroupMember
from retailers.models.merging import DuplicatePair, Merge, MergedCustomer, MergedRow
from retailers.models.schedules import (
    AppliedSchedule,
    CalendarDay,
    CalendarFeed,
    DeliveryCalendar,
    Schedule,
    ScheduleLine,
)

__all__ = [
    "AppliedSchedule",
    "BillToAddress",
    "BulkItem",
    "BulkJob",
    "CalendarDay",
    "CalendarFeed",
    "CorrectionProposer",
    "Customer",
    "CustomerBounce",
    "CustomerContact",
    "CustomerEvent",
    "CustomerGroup",
    "CustomerPrivate",
    "CustomerWord",
    "DeliveryCalendar",
    "DirectoryEmail",
    "DirectoryEntry",
    "DuplicatePair",
    "EntryCorrection",
    "GroupMember",
    "Merge",
    "MergedCustomer",
    "MergedRow",
    "Schedule",
    "ScheduleLine",
    "ShipToAddress",
]
