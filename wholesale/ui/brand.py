"""A supplier's colour made readable: what to write on it, and tones of it that read on our grounds."""

import colorsys
import re

HEX = re.compile(r"#[0-9a-f]{6}")
WHITE, INK = "#ffffff", "#1c1e21"
_LIGHT_GROUNDS = ("#ffffff", "#f7f7f5")
_DARK_GROUNDS = ("#1b1d20", "#131416")
READABLE = 4.6  # WCAG asks 4.5; the rest is for rounding

Rgb = tuple[float, float, float]


def is_colour(value: str) -> bool:
    """Tell whether this is a colour such as #1f6feb, and nothing else that a stylesheet would take."""
    return HEX.fullmatch(value) is not None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    darker, lighter = sorted((_luminance(_rgb(one)), _luminance(_rgb(other))))
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet(colour: str) -> str:
    """Return the rules that put this colour on a shop, a gate or an invitation.

    Raises: ValueError for anything but a hex colour.
    """
    if not is_colour(colour):
        raise ValueError("not a colour")
    fill, on_fill = fill_of(colour)
    soft_light, soft_dark = _mixed(colour, "#ffffff", 0.09), _mixed(colour, "#1b1d20", 0.18)
    on_light = _toned(colour, (*_LIGHT_GROUNDS, soft_light), darker=True)
    on_dark = _toned(colour, (*_DARK_GROUNDS, soft_dark), darker=False)
    return (
        ":root, [data-bs-theme] {\n"
        f"  --cb-brand: {fill};\n"
        f"  --cb-on-brand: {on_fill};\n"
        f"  --cb-brand-text: light-dark({on_light}, {on_dark});\n"
        f"  --cb-brand-soft: light-dark({soft_light}, {soft_dark});\n"
        "}\n"
    )


def fill_of(colour: str) -> tuple[str, str]:
    """Return the colour as a ground and what is written on it; white or ink, one always reads."""
    for ink in (WHITE, INK):
        if contrast(colour, ink) >= READABLE:
            return colour, ink
    return _toned(colour, (WHITE,), darker=True), WHITE


def _toned(colour: str, grounds: tuple[str, ...], *, darker: bool) -> str:
    """Return the nearest tone of a colour that reads on all these grounds."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    for step in range(101):
        moved = lightness * (1 - step / 100) if darker else lightness + (1 - lightness) * step / 100
        tone = _hex(colorsys.hls_to_rgb(hue, moved, saturation))
        if all(contrast(tone, ground) >= READABLE for ground in grounds):
            return tone
    return INK if darker else WHITE


def _mixed(colour: str, ground: str, share: float) -> str:
    pairs = zip(_rgb(colour), _rgb(ground), strict=True)
    red, green, blue = (one * share + other * (1 - share) for one, other in pairs)
    return _hex((red, green, blue))


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in rgb)


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
