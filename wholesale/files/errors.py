"""Why a picture is not taken; each says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wholesale.errors import DomainError

_MESSAGES: dict[str, Promise] = {
    "too_big": _("The file is larger than 1.5 MB. Save the logo smaller: 480 pixels of width are enough."),
    "not_a_picture": _("This file is no PNG, JPEG or WebP picture, or it is damaged. Save it anew as PNG."),
    "too_many_pixels": _("The picture has more than 25 million pixels. Save it smaller."),
    "too_small": _("The picture is too small, or too long and thin, to be recognised in a mail."),
    "empty": _("There is nothing to see in this picture: all of it is transparent."),
    "too_light": _(
        "This logo is nearly white and would not be seen on white. Choose the one for light grounds."
    ),
    "photo_too_big": _("The file is larger than 10 MB. Save it smaller: 1,200 pixels of width are enough."),
    "photo_too_small": _("The picture is too small, or too long and thin, to show anything."),
    "too_slow": _("This picture cannot be read. Save it anew as PNG."),
}


class PictureRefused(DomainError):
    """The file is not taken; `code` says why. Nothing was written."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(_MESSAGES[code])
        self.code = f"picture_{code}"


_ARCHIVES: dict[str, Promise] = {
    "too_big": _("The ZIP is larger than 100 MB. Make two of it."),
    "not_a_zip": _("This file is no ZIP, or it is damaged. Make it anew."),
    "too_many_files": _("The ZIP holds more than 2,000 files. Make two of it."),
    "bomb": _("The ZIP unpacks to more than 300 MB. Make two of it."),
    "too_slow": _("This ZIP takes too long to unpack. Make it anew."),
    "nothing": _("There is no file in this ZIP."),
}


class ArchiveRefused(DomainError):
    """The whole ZIP is not taken; `code` says why."""

    status = 422

    def __init__(self, code: str) -> None:
        super().__init__(_ARCHIVES[code])
        self.code = f"archive_{code}"
