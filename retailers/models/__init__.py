"""The directory, the customers and their addresses."""

from retailers.models.addresses import BillToAddress, ShipToAddress
from retailers.models.customers import Customer, CustomerContact, CustomerEvent, CustomerPrivate
from retailers.models.directory import DirectoryEmail, DirectoryEntry
from retailers.models.groups import CustomerGroup, GroupMember
from retailers.models.merging import DuplicatePair, Merge, MergedCustomer, MergedRow

__all__ = [
    "BillToAddress",
    "Customer",
    "CustomerContact",
    "CustomerEvent",
    "CustomerGroup",
    "CustomerPrivate",
    "DirectoryEmail",
    "DirectoryEntry",
    "DuplicatePair",
    "GroupMember",
    "Merge",
    "MergedCustomer",
    "MergedRow",
    "ShipToAddress",
]
