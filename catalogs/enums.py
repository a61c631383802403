"""What terms, price lists and changes of prices can say, and what there is of pictures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentTerms(models.TextChoices):
    """From when the days to pay are counted."""

    ON_RECEIPT = "on_receipt", _("On receipt")
    NET = "net", _("Net days")
    END_OF_MONTH = "end_of_month", _("Days after the end of the month")


class PriceRounding(models.TextChoices):
    """To what the prices of a derived list are rounded, half up; never beyond the coins of its currency."""

    COINS = "coins", _("The smallest coin")
    FIVE_HUNDREDTHS = "0.05", _("0.05")
    TENTHS = "0.10", _("0.10")
    QUARTERS = "0.25", _("0.25")
    HALVES = "0.50", _("0.50")
    WHOLE = "1.00", _("Whole amounts")
    TENS = "10.00", _("Whole tens")
    ENDS_IN_NINETY_NINE = "x.99", _("Ending in .99")


class ChangeState(models.TextChoices):
    """Where a change of prices stands. Published with a moment to come, it is scheduled."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"draft": "warn", "published": "ok"}.get(self.value, "idle")


class PictureSize(models.TextChoices):
    """The sizes in which a picture is kept: of a list, of a grid, of a page; as wholesale.files makes them."""

    SMALL = "small", _("Small")
    MEDIUM = "medium", _("Medium")
    LARGE = "large", _("Large")
