"""Draws what the breweries sell: a can with its label, and of some the case. Northwind's goods have no pictures."""

import io
import textwrap
from hashlib import sha256

from PIL import Image, ImageDraw, ImageFont

from catalogs.models import PictureFile, Product, ProductPicture
from demo import cast
from demo.loading.assortments import Assortment
from demo.loading.world import World, acting_for

SIDES = {"large": 600, "medium": 512, "small": 128}
_CANVAS = 1200  # drawn at twice the size, so that edges are smooth
_GROUND = "#f1efea"
_METAL, _SHADE, _GLARE = "#c9c8c4", (0, 0, 0, 40), (255, 255, 255, 46)
_PAINTS = {
    "IPA": "#b6532a",
    "Pale ale": "#b98222",
    "Stout and porter": "#39281f",
    "Lager": "#2d5f8a",
    "Wheat and Belgian": "#8a6a1f",
    "Sour and wild": "#7d2f55",
    "Fruit and seasonal": "#a6322e",
    "Ale": "#35523a",
}
_WITH_CASE = 4  # each so manieth product shows its case as well


def picture_shelves(world: World, supplier: cast.Supplier, shop: Assortment) -> None:
    """Give a brewery's products their pictures; the last of them has none yet."""
    if not supplier.source:
        return
    pictured = shop.products[: world.part(len(shop.products) - 1)]
    pictures: list[ProductPicture] = []
    files: list[PictureFile] = []
    for number, product in enumerate(pictured):
        views = [(_can(product), f"A can of {product.name}")]
        if number % _WITH_CASE == 0:
            views.append((_case(product), f"A case of {product.name}"))
        for position, (view, alt) in enumerate(views, 1):
            made = _sizes(view)
            kept = ProductPicture(
                supplier_id=product.supplier_id,
                product=product,
                position=position,
                digest=sha256(made["large"]).hexdigest(),
                width=SIDES["large"],
                height=SIDES["large"],
                alt=alt[:200],
            )
            pictures.append(kept)
            files += [
                PictureFile(supplier_id=product.supplier_id, picture=kept, size=size, content=content)
                for size, content in made.items()
            ]
    with acting_for(world, supplier):
        ProductPicture.objects.bulk_create(pictures)
        PictureFile.objects.bulk_create(files)


def _sizes(view: Image.Image) -> dict[str, bytes]:
    made = {}
    for size, side in SIDES.items():
        view.thumbnail((side, side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        file = io.BytesIO()
        view.save(file, "WEBP", quality=80, method=2)
        made[size] = file.getvalue()
    return made


def _can(product: Product) -> Image.Image:
    view = Image.new("RGB", (_CANVAS, _CANVAS), _GROUND)
    pen = ImageDraw.Draw(view, "RGBA")
    pen.ellipse((330, 1040, 900, 1110), fill=_SHADE)
    pen.rounded_rectangle((370, 90, 830, 1085), 70, fill=_METAL)
    pen.rectangle((350, 160, 850, 1010), fill=_paint(product))
    pen.rounded_rectangle((420, 60, 780, 110), 20, fill=_METAL, outline="#a9a8a4", width=6)
    pen.rectangle((350, 160, 430, 1010), fill=_GLARE)
    pen.rectangle((770, 160, 850, 1010), fill=_SHADE)
    _label(pen, product, (600, 560), 400)
    return view


def _case(product: Product) -> Image.Image:
    view = Image.new("RGB", (_CANVAS, _CANVAS), _GROUND)
    pen = ImageDraw.Draw(view, "RGBA")
    pen.polygon([(150, 430), (350, 270), (1050, 270), (1050, 850), (850, 1010), (150, 1010)], fill="#b08a5a")
    pen.polygon([(150, 430), (350, 270), (1050, 270), (850, 430)], fill="#c9a878")
    pen.polygon([(850, 430), (1050, 270), (1050, 850), (850, 1010)], fill="#94723f")
    for row in range(3):
        for column in range(4):
            left, top = 300 + column * 150 - row * 50 + 40, 285 + row * 45
            pen.ellipse((left, top, left + 120, top + 40), fill=_METAL, outline="#8f8e8a", width=4)
    pen.rectangle((190, 520, 810, 930), fill=_paint(product))
    _label(pen, product, (500, 725), 540)
    return view


def _paint(product: Product) -> str:
    return _PAINTS.get(product.category, "#39384a")


def _label(pen: ImageDraw.ImageDraw, product: Product, at: tuple[int, int], width: int) -> None:
    """Write the beer's name, in as many lines as it takes, over its style."""
    big, small = ImageFont.load_default(74), ImageFont.load_default(40)
    lines = textwrap.wrap(product.name, width // 42)[:4]
    left, top = at[0], at[1] - 42 * len(lines)
    for line in lines:
        pen.text((left, top), line, font=big, fill="white", anchor="mm")
        top += 84
    style = textwrap.shorten(str(product.attributes.get("Style", "")), width // 20, placeholder="…")
    pen.text((left, top + 20), style, font=small, fill=(255, 255, 255, 220), anchor="mm")
