"""What people type on the pages of invitations."""

from invitations.forms.branding import BrandingForm, LogoForm
from invitations.forms.claims import ClaimForm, DecisionForm
from invitations.forms.deciding import AnswerForm
from invitations.forms.links import TagForm, TagRenameForm
from invitations.forms.registration import CompanyForm, OwnCompanyForm, RegistrationForm
from invitations.forms.sending import (
    AddressForm,
    TestCustomerForm,
)
from invitations.forms.visiting import AgainForm, BusinessForm, VisitorCodeForm, VisitorEmailForm

__all__ = [
    "AddressForm",
    "AgainForm",
    "AnswerForm",
    "BrandingForm",
    "BusinessForm",
    "ClaimForm",
    "CompanyForm",
    "DecisionForm",
    "LogoForm",
    "OwnCompanyForm",
    "RegistrationForm",
    "TagForm",
    "TagRenameForm",
    "TestCustomerForm",
    "VisitorCodeForm",
    "VisitorEmailForm",
]
