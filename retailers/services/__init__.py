"""Writes of the directory and of a supplier's customers."""

from retailers.details import CustomerDetails, EntryDetails
from retailers.services.claiming import claim_entry, keep_own_entry, sign_up_retailer
from retailers.services.customers import (
    activate_customer,
    add_customer,
    assign_distributor,
    deactivate_customer,
    edit_customer,
)
from retailers.services.directory import correct_entry, create_directory_entry, create_retailer
from retailers.services.sheets import export_headings, export_rows
from retailers.services.standing import (
    approve_customer,
    record_invited,
    record_ordered,
    record_requested,
    register_customer,
    reject_customer,
)

__all__ = [
    "CustomerDetails",
    "EntryDetails",
    "activate_customer",
    "add_customer",
    "approve_customer",
    "assign_distributor",
    "claim_entry",
    "correct_entry",
    "create_directory_entry",
    "create_retailer",
    "deactivate_customer",
    "edit_customer",
    "export_headings",
    "export_rows",
    "keep_own_entry",
    "record_invited",
    "record_ordered",
    "record_requested",
    "register_customer",
    "reject_customer",
    "sign_up_retailer",
]
