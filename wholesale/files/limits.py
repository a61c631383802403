"""What is taken in as a picture, and what is made of it (DATA.md 5.2). Knows no Django: the child reads it too."""

FILE_BYTES = 1_500_000  # as base64 in the API's JSON it is still below Django's limit of a body
PIXELS = 25_000_000
FORMATS = ("PNG", "JPEG", "WEBP")
SMALLEST_SIDE = 16
LOGO_WIDTH, LOGO_HEIGHT = 480, 160  # of the file: twice what a mail shows, for screens with fine pixels
SHOWN_WIDTH, SHOWN_HEIGHT = LOGO_WIDTH // 2, LOGO_HEIGHT // 2
# What is shown on pages: a photograph as a telephone takes it, in three sizes of at most so many pixels a side. Each
# is twice what a screen shows of it; the largest comes first, for the others are made from it.
PHOTO_BYTES = 10_000_000
PHOTO_SIDES = {"large": 1200, "medium": 512, "small": 128}
PHOTO_QUALITY = 82
# A ZIP of them.
ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp"})
ARCHIVE_BYTES = 100_000_000
ARCHIVE_FILES = 2_000
UNPACKED_BYTES = 300_000_000
NAME_CHARACTERS = 120
UNPACK_SECONDS = 20
DARKEST_OF_WHITE = 225  # of 255: a logo without a darker pixel cannot be seen on white
MEMORY_BYTES = 1_000_000_000  # of addresses; what is really used is a fraction of it
CPU_SECONDS, WALL_SECONDS = 8, 12
