"""The directory, the customers and their addresses."""

from retailers.models.addresses import ShipToAddress
from retailers.models.customers import Customer, CustomerContact, CustomerEvent, CustomerPrivate
from retailers.models.directory import DirectoryEmail, DirectoryEntry

__all__ = [
    "Customer",
    "CustomerContact",
    "CustomerEvent",
    "CustomerPrivate",
    "DirectoryEmail",
    "DirectoryEntry",
    "ShipToAddress",
]
