"""What terms, price lists and changes of prices can say, and what there is of pictures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PaymentTerms(models.TextChoices):
    """From when the days to pay are counted."""

    ON_RECEIPT = "on_receipt", _("On receipt")
    ON_DELIVERY = "on_delivery", _("Cash on delivery")
    NET = "net", _("Net days")
    END_OF_MONTH = "end_of_month", _("Days after the end of the month")


# These have no days to pay.
PAID_AT_ONCE = (PaymentTerms.ON_RECEIPT, PaymentTerms.ON_DELIVERY)


class LicenceRule(models.TextChoices):
    """What becomes of an order of a product that takes a licence, by a customer without a good one (SPEC.md O18)."""

    WARNS = "warns", _("Needed: warn")
    BLOCKS = "blocks", _("Needed: refuse the order")


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


class PictureImportState(models.TextChoices):
    """How far a ZIP of pictures has come; in the BUSY_IMPORTS a worker has something to do."""

    UNPACKING = "unpacking", _("Unpacking")
    RUNNING = "running", _("Importing")
    DONE = "done", pgettext_lazy("import", "Done")
    FAILED = "failed", _("Not readable")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"done": "ok", "failed": "bad"}.get(self.value, "info")


BUSY_IMPORTS = frozenset({PictureImportState.UNPACKING, PictureImportState.RUNNING})


class PictureVerdict(models.TextChoices):
    """What became of a file of a ZIP."""

    ADDED = "added", pgettext_lazy("picture", "Added")
    UNCHANGED = "unchanged", pgettext_lazy("picture", "Unchanged")
    REFUSED = "refused", pgettext_lazy("picture", "Refused")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"added": "ok", "refused": "bad"}.get(self.value, "idle")


class PictureRefusal(models.TextChoices):
    """Why a file of a ZIP gave no picture, for what is said of it before anything is drawn."""

    UNKNOWN_SKU = "unknown_sku", _("You have no product with this SKU.")
    MANY_SKUS = "many_skus", _("More than one product has this SKU, but for capital letters.")
    PLACE = "place", _("A product has at most 12 pictures: the number behind the SKU is too high.")
    TWICE = "twice", _("Another file in this ZIP is for the same place of this product.")
    NOT_A_PICTURE = "not_a_picture", _("Only PNG, JPEG and WebP pictures are taken.")
    PHOTO_TOO_BIG = "photo_too_big", _("The file is larger than 10 MB.")
    LOCKED = "locked", _("The file is protected by a password.")
    DAMAGED = "damaged", _("The file is damaged in the ZIP.")
    OURS = "ours", _("Something went wrong on our side. Import this file again.")


class Effect(models.TextChoices):
    """What a change does to the price of a product, of the fewest units that can be ordered."""

    DEARER = "dearer", _("Dearer")
    CHEAPER = "cheaper", _("Cheaper")
    NEW = "new", _("New on the list")
    OFF = "off", _("Off the list")
    BREAKS = "breaks", _("Other quantity breaks")

    @property
    def tone(self) -> str:
        """Return the colour of its badge."""
        return {"dearer": "warn", "cheaper": "ok", "new": "info", "off": "bad"}.get(self.value, "idle")
