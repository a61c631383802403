"""A QR code as the file that goes to the printer."""

from django.http import HttpResponse

from invitations.qr import png_of, svg_of

PNG, SVG = "image/png", "image/svg+xml"
_DRAWN = {"png": (png_of, PNG), "svg": (svg_of, SVG)}


def code_file(kind: str, *, address: str, caption: str, name: str) -> HttpResponse:
    """Return the code of an address, 60 mm wide, to download.

    Args:
        kind: png or svg.
        caption: stands below the code; empty for the code alone.
        name: of the file, without its ending.
    """
    draw, content_type = _DRAWN[kind]
    response = HttpResponse(draw(address, caption=caption), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
