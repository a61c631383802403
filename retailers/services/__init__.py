"""Writes of the directory and of a supplier's customers."""

from retailers.details import CustomerDetails, EntryDetails
from retailers.services.asking import add_asker, list_retailer, sign_up_pending, write_contact
from retailers.services.bounces import forget_bounce
from retailers.services.bulk_jobs import Asked, forget_jobs, start_bulk, work_on
from retailers.services.claiming import claim_entry, keep_own_entry, sign_up_retailer
from retailers.services.conditions import Conditions, conditions_of, keep_conditions
from retailers.services.corrections import (
    accept_correction,
    decline_correction,
    propose_correction,
    withdraw_correction,
)
from retailers.services.customers import (
    activate_customer,
    add_customer,
    deactivate_customer,
    edit_customer,
)
from retailers.services.directory import correct_entry, create_directory_entry, create_retailer
from retailers.services.feeds import make_feed, revoke_feed
from retailers.services.groups import GroupDetails, create_group, delete_group, edit_group, move_group
from retailers.services.handing_over import join_customer, name_contact, set_customer_apart
from retailers.services.holds import hold_customer, release_customer
from retailers.services.many import (
    activate_customers,
    add_to_group,
    assign_distributor,
    assign_representative,
    deactivate_customers,
    label_customers,
    remove_from_group,
    unlabel_customers,
)
from retailers.services.own_profile import (
    add_ship_to,
    change_contact,
    change_contacts,
    change_ship_to,
    choose_default_ship_to,
    clear_bill_to,
    keep_bill_to,
    remove_ship_to,
)
from retailers.services.rehoming import move_customer
from retailers.services.schedules import set_calendar, set_schedule
from retailers.services.sheets import export_headings, export_rows
from retailers.services.standing import (
    approve_customer,
    can_be_invited,
    end_relation,
    record_invited,
    record_many_invited,
    record_ordered,
    record_recognized,
    record_requested,
    record_withdrawn,
    register_customer,
    reject_customer,
)
from retailers.services.testing import close_test_customer, create_test_customer

__all__ = [
    "Asked",
    "Conditions",
    "CustomerDetails",
    "EntryDetails",
    "GroupDetails",
    "accept_correction",
    "activate_customer",
    "activate_customers",
    "add_asker",
    "add_customer",
    "add_ship_to",
    "add_to_group",
    "approve_customer",
    "assign_distributor",
    "assign_representative",
    "can_be_invited",
    "change_contact",
    "change_contacts",
    "change_ship_to",
    "choose_default_ship_to",
    "claim_entry",
    "clear_bill_to",
    "close_test_customer",
    "conditions_of",
    "correct_entry",
    "create_directory_entry",
    "create_group",
    "create_retailer",
    "create_test_customer",
    "deactivate_customer",
    "deactivate_customers",
    "decline_correction",
    "delete_group",
    "edit_customer",
    "edit_group",
    "end_relation",
    "export_headings",
    "export_rows",
    "forget_bounce",
    "forget_jobs",
    "hold_customer",
    "join_customer",
    "keep_bill_to",
    "keep_conditions",
    "keep_own_entry",
    "label_customers",
    "list_retailer",
    "make_feed",
    "move_customer",
    "move_group",
    "name_contact",
    "propose_correction",
    "record_invited",
    "record_many_invited",
    "record_ordered",
    "record_recognized",
    "record_requested",
    "record_withdrawn",
    "register_customer",
    "reject_customer",
    "release_customer",
    "remove_from_group",
    "remove_ship_to",
    "revoke_feed",
    "set_calendar",
    "set_customer_apart",
    "set_schedule",
    "sign_up_pending",
    "sign_up_retailer",
    "start_bulk",
    "unlabel_customers",
    "withdraw_correction",
    "work_on",
    "write_contact",
]
