"""A form of stock that is sent twice moves nothing twice."""

from wholesale.api.idempotency import is_first_submission
from wholesale.organizations.access import ActingRequest
from wholesale.ui.forms import OnceForm


def is_new(request: ActingRequest, form: OnceForm) -> bool:
    """Tell whether a valid form of stock is sent for the first time; sent again, it changes nothing."""
    company = request.acting.organization
    return is_first_submission(organization_id=company.pk, form="stock", key=form.cleaned_data["form_key"])
