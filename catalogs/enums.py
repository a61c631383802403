"""What terms can say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentTerms(models.TextChoices):
    """From when the days to pay are counted."""

    ON_RECEIPT = "on_receipt", _("On receipt")
    NET = "net", _("Net days")
    END_OF_MONTH = "end_of_month", _("Days after the end of the month")
