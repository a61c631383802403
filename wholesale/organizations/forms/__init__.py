"""What people type about their company, its people and its agreements."""

from wholesale.organizations.forms.agreements import (
    AccountInvitationForm,
    DistributorForm,
    MailedToForm,
    ModeForm,
    OrdersAddressForm,
    ProposalForm,
    StepProposalForm,
    StepsForm,
)
from wholesale.organizations.forms.companies import (
    ColleagueForm,
    ColourField,
    CompanyForm,
    RoleForm,
    SecondFactorForm,
    SettingsForm,
    VersionedForm,
)
from wholesale.organizations.forms.guests import (
    GuestAccessForm,
    GuestChangeForm,
    GuestInvitationForm,
    GuestLinkForm,
    GuestRequestForm,
)

__all__ = [
    "AccountInvitationForm",
    "ColleagueForm",
    "ColourField",
    "CompanyForm",
    "DistributorForm",
    "GuestAccessForm",
    "GuestChangeForm",
    "GuestInvitationForm",
    "GuestLinkForm",
    "GuestRequestForm",
    "MailedToForm",
    "ModeForm",
    "OrdersAddressForm",
    "ProposalForm",
    "RoleForm",
    "SecondFactorForm",
    "SettingsForm",
    "StepProposalForm",
    "StepsForm",
    "VersionedForm",
]
