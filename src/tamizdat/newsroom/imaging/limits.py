"""What a picture may cost. The numbers are the contract of docs/pictures.md; a test compares the two."""

MEGABYTE = 1 << 20

MAX_BYTES = 60 * MEGABYTE
MAX_PIXELS = 120_000_000

# WebP ends at 16,383 pixels a side; the widest rendition of a picture of this shape still fits.
MAX_HEIGHT_PER_WIDTH = 9
MAX_WIDTH_PER_HEIGHT = 60

# Address space of the decoding process: 120 megapixels as RGBA, twice (source and copy), and the libraries.
MAX_MEMORY = 2048 * MEGABYTE
MAX_CPU_SECONDS = {"inspect": 20, "render": 60}
# Only against a process that waits for ever: a busy machine may be slow, so it is far above the processor time.
MAX_WALL_SECONDS = {"inspect": 120, "render": 300}

MAX_LETTERS = {
    "caption": 4000,
    "headline": 300,
    "creator": 200,
    "credit_line": 200,
    "copyright_notice": 300,
    "usage_terms": 2000,
    "alt_text": 1000,
}
MAX_METADATA_BYTES = 4 * MEGABYTE
