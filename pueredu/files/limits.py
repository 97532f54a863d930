"""How large a file may be, and why: each number with its reason or source."""

MIB = 1024 * 1024

# A signed report of 100 pages scanned at 300 dpi comes to 30-50 MB.
MAX_BYTES = 50 * MIB
# 100,000 rows of ten columns come to about 6 MB as .xlsx and 12 MB as .csv.
MAX_WORKBOOK_BYTES = 20 * MIB

# TRUST, Files. An honest .docx with 300 pictures has about 330 entries.
MAX_ENTRIES = 2_000
MAX_UNPACKED = 200 * MIB
# 2,000 entries with paths of 200 bytes need 0.5 MB of directory; more is padding.
MAX_DIRECTORY = 2 * MIB
# An XML part that is read for links, fields or types (sheets are only scanned).
MAX_PART = 32 * MIB

# The largest phone cameras make 200 megapixels.
MAX_PIXELS = 250_000_000

# ext4 and NTFS hold 255 bytes or characters; 120 leaves room for a time stamp.
MAX_NAME = 120

# What the judging of one file may cost (files/judging.py). The heaviest honest parts, 32 MB of
# XML, need about 300 MB; 50 MB of PDF or 200 MB of unpacked sheets a few seconds.
JUDGE_MEMORY = 512 * MIB  # address space
JUDGE_SECONDS = 20  # of processor
JUDGE_WALL_SECONDS = 120  # a busy machine may take its time
