"""How much of a file is read (DATA.md 00 and 5.2). Whoever needs more splits the file."""

FILE_BYTES = 10_000_000
UNPACKED_BYTES = 100_000_000
PACKED_FILES = 200
ROWS, COLUMNS = 50_000, 100
FILLED_CELLS = 1_000_000
TEXT_CHARACTERS = 20_000_000
CELL_CHARACTERS = 32_767  # as Excel
MEMORY_BYTES = 1_000_000_000  # of addresses; what is really used is a fraction of it
CPU_SECONDS, WALL_SECONDS = 15, 20
