"""What is changed about companies and their people."""

from wholesale.organizations.details import CompanyDetails, DistributorDetails
from wholesale.organizations.services.agreements import (
    accept_agreement,
    add_distributor,
    change_steps,
    decline_agreement,
    end_agreement,
    grant_inventory_editing,
    propose_agreement,
    withdraw_agreement,
    withdraw_inventory_editing,
)
from wholesale.organizations.services.companies import (
    add_hat,
    change_company,
    change_look,
    require_second_factor,
    sign_up_company,
    write_down_company,
)
from wholesale.organizations.services.logos import put_logo, remove_logo
from wholesale.organizations.services.people import (
    accept_member_invitation,
    change_role,
    invite_colleague,
    remove_member,
    resend_member_invitation,
    revoke_member_invitation,
    withdraw_membership,
)

__all__ = [
    "CompanyDetails",
    "DistributorDetails",
    "accept_agreement",
    "accept_member_invitation",
    "add_distributor",
    "add_hat",
    "change_company",
    "change_look",
    "change_role",
    "change_steps",
    "decline_agreement",
    "end_agreement",
    "grant_inventory_editing",
    "invite_colleague",
    "propose_agreement",
    "put_logo",
    "remove_logo",
    "remove_member",
    "require_second_factor",
    "resend_member_invitation",
    "revoke_member_invitation",
    "sign_up_company",
    "withdraw_agreement",
    "withdraw_inventory_editing",
    "withdraw_membership",
    "write_down_company",
]
