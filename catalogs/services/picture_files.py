"""The files of a ZIP of pictures, written down with whose picture each is to be."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from catalogs.enums import PictureRefusal, PictureVerdict
from catalogs.models import PictureImport, PictureImportFile
from catalogs.naming import reading_of, readings_of
from catalogs.queries import products_by_sku
from catalogs.services.pictures import MOST_PICTURES
from wholesale.files.archives import Packed

_AT_ONCE, _BYTES_AT_ONCE = 100, 20_000_000
_CODES = frozenset(PictureRefusal.values)
_Place = tuple[UUID, int]


def write_files(found: PictureImport, files: Iterable[Packed]) -> tuple[int, int]:
    """Write down the files of a ZIP, a few megabytes in memory at a time.

    Those that cannot become a picture are refused at once; the others wait with their bytes.

    Returns: how many there are, and of how many all is said.
    """
    taken: set[_Place] = set()
    total = said = 0
    for batch in _batches(files):
        known = products_by_sku(found.supplier, {sku for file in batch for sku, _ in readings_of(file.name)})
        rows = [_row(found, total + number, file, known, taken) for number, file in enumerate(batch, 1)]
        PictureImportFile.objects.bulk_create(rows)
        total += len(rows)
        said += sum(bool(row.verdict) for row in rows)
    return total, said


def _batches(files: Iterable[Packed]) -> Iterator[list[Packed]]:
    batch: list[Packed] = []
    length = 0
    for file in files:
        batch.append(file)
        length += len(file.content)
        if len(batch) >= _AT_ONCE or length >= _BYTES_AT_ONCE:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _row(
    found: PictureImport, number: int, file: Packed, known: dict[str, list[UUID]], taken: set[_Place]
) -> PictureImportFile:
    row = PictureImportFile(
        supplier_id=found.supplier_id, picture_import=found, number=number, name=file.name
    )
    refusal = PictureRefusal(file.refused) if file.refused in _CODES else None
    reading = reading_of(file.name, known)
    if refusal is None:
        refusal = _refusal(reading, known, taken)
    if reading and len(known[reading[0]]) == 1:
        row.product_id, row.position = known[reading[0]][0], min(reading[1], MOST_PICTURES)
    if refusal is None and row.product_id:
        row.content = file.content
        taken.add((row.product_id, row.position))
    elif refusal:
        row.verdict, row.reason = PictureVerdict.REFUSED, str(refusal.label)
    return row


def _refusal(
    reading: tuple[str, int] | None, known: dict[str, list[UUID]], taken: set[_Place]
) -> PictureRefusal | None:
    """Return why a file of this name gives no picture, if so."""
    if reading is None:
        return PictureRefusal.UNKNOWN_SKU
    sku, place = reading
    if len(known[sku]) > 1:
        return PictureRefusal.MANY_SKUS
    if not 1 <= place <= MOST_PICTURES:
        return PictureRefusal.PLACE
    return PictureRefusal.TWICE if (known[sku][0], place) in taken else None
