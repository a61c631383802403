"""What is changed about companies and their people."""

from wholesale.organizations.details import CompanyDetails, DistributorDetails, GuestAccess, GuestDetails
from wholesale.organizations.services.accounts import (
    invite_to_account,
    revoke_account_invitation,
    take_over_account,
)
from wholesale.organizations.services.agreements import (
    accept_agreement,
    add_distributor,
    change_steps,
    decline_agreement,
    end_agreement,
    propose_agreement,
    withdraw_agreement,
)
from wholesale.organizations.services.companies import (
    add_hat,
    change_company,
    change_look,
    require_second_factor,
    sign_up_company,
    write_down_company,
)
from wholesale.organizations.services.connections import (
    accept_connection,
    decline_connection,
    preview_connection,
    propose_connection,
    withdraw_connection,
)
from wholesale.organizations.services.contacts import change_orders_address
from wholesale.organizations.services.guest_links import (
    make_guest_link,
    replace_guest_link,
    switch_guest_link_off,
    switch_guest_link_on,
)
from wholesale.organizations.services.guest_requests import (
    approve_guest_request,
    ask_as_guest,
    refuse_guest_request,
)
from wholesale.organizations.services.guests import (
    change_guest,
    invite_guest,
    resend_guest_invitation,
    revoke_guest_invitation,
    withdraw_guest,
)
from wholesale.organizations.services.logos import put_logo, remove_logo
from wholesale.organizations.services.modes import change_mode
from wholesale.organizations.services.people import (
    accept_member_invitation,
    change_role,
    invite_colleague,
    remove_member,
    resend_member_invitation,
    revoke_member_invitation,
    withdraw_membership,
)
from wholesale.organizations.services.step_limits import change_step_limits
from wholesale.organizations.services.step_proposals import (
    accept_step_proposal,
    decline_step_proposal,
    propose_step,
    withdraw_step_proposal,
)
from wholesale.organizations.services.switches import ask_for_switch, grant_switch, withdraw_switch

__all__ = [
    "CompanyDetails",
    "DistributorDetails",
    "GuestAccess",
    "GuestDetails",
    "accept_agreement",
    "accept_connection",
    "accept_member_invitation",
    "accept_step_proposal",
    "add_distributor",
    "add_hat",
    "approve_guest_request",
    "ask_as_guest",
    "ask_for_switch",
    "change_company",
    "change_guest",
    "change_look",
    "change_mode",
    "change_orders_address",
    "change_role",
    "change_step_limits",
    "change_steps",
    "decline_agreement",
    "decline_connection",
    "decline_step_proposal",
    "end_agreement",
    "grant_switch",
    "invite_colleague",
    "invite_guest",
    "invite_to_account",
    "make_guest_link",
    "preview_connection",
    "propose_agreement",
    "propose_connection",
    "propose_step",
    "put_logo",
    "refuse_guest_request",
    "remove_logo",
    "remove_member",
    "replace_guest_link",
    "require_second_factor",
    "resend_guest_invitation",
    "resend_member_invitation",
    "revoke_account_invitation",
    "revoke_guest_invitation",
    "revoke_member_invitation",
    "sign_up_company",
    "switch_guest_link_off",
    "switch_guest_link_on",
    "take_over_account",
    "withdraw_agreement",
    "withdraw_connection",
    "withdraw_guest",
    "withdraw_membership",
    "withdraw_step_proposal",
    "withdraw_switch",
    "write_down_company",
]
