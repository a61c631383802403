"""Gives suppliers a look of their own: a logo, drawn here, and what their invitations say."""

import io

from PIL import Image, ImageDraw, ImageFont

from demo import cast
from demo.loading.world import World, acting
from invitations.services import change_wording
from invitations.wording import Wording
from wholesale.organizations.enums import Side
from wholesale.organizations.services import put_logo

LOGOS = ("upslope-brewing", "northwind-traders")
WORDINGS = {
    ("upslope-brewing", "en"): Wording(
        subject="{retailer}, order from {supplier} online",
        intro="From now on {retailer} orders from us whenever it suits you: your prices, what is on the shelf,"
        " and the days our truck comes by.",
        signature="Cheers from Boulder,\n{colleague}",
    ),
    ("northwind-traders", "es"): Wording(
        subject="{retailer}: haga su pedido a {supplier} en línea",
        intro="A partir de ahora {retailer} puede pedirnos en línea: sus precios, lo que tenemos y sus días de"
        " entrega.",
        signature="Hasta pronto,\n{colleague}",
    ),
}


def dress_up(world: World) -> None:
    """Give these suppliers their logo and their words."""
    for supplier in cast.SUPPLIERS:
        admin, company = world.person(supplier.slug, "admin"), world.companies[supplier.slug]
        with acting(world, admin, supplier.slug, Side.SELLING):
            if supplier.slug in LOGOS:
                logo = drawn_logo(company.name, supplier.brand_color)
                put_logo(organization=company, content=logo, by=admin)
            for (slug, language), wording in WORDINGS.items():
                if slug == supplier.slug:
                    change_wording(supplier=company, language=language, wording=wording, version=0, by=admin)


def drawn_logo(name: str, colour: str) -> bytes:
    """Return a PNG: two peaks in the company's colour, and its first word beside them."""
    font = ImageFont.load_default(72)
    word = name.split(maxsplit=1)[0]
    width = 190 + round(font.getlength(word))
    picture = Image.new("RGBA", (width, 130), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(5, 125), (65, 10), (125, 125)], fill=colour)
    pen.polygon([(75, 125), (115, 55), (155, 125)], fill=colour, outline="white", width=5)
    pen.text((175, 65), word, font=font, fill=colour, anchor="lm")
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()
