"""Opening the container of an .xls before calamine does: a chain in a circle would take all memory there.

The form of the container is [MS-CFB]: sectors, a table that chains them (FAT), and a directory of
streams; small streams share one stream of small sectors.
"""

from struct import unpack_from

_LAST = 0xFFFFFFFA  # from here on a number is no sector but a sign, such as the end of a chain
_ENTRY = 128
_SHIFTS = {9: 6, 12: 6}
_SMALL = 4096
_WORKBOOKS = ("Workbook", "Book")


def workbook_stream(data: bytes) -> bytes:
    """Return the records of the workbook.

    Raises KeyError, ValueError or struct.error where there is none, or the container runs in circles or
    beyond the file.
    """
    shift, small_shift = unpack_from("<2H", data, 0x1E)
    if _SHIFTS.get(shift) != small_shift:
        raise ValueError("sectors of no usual size")
    directory, _, _, small_table = unpack_from("<4I", data, 0x30)
    large = _Sectors(data[1 << shift :], 1 << shift)
    large.chain(_table(data, large))
    streams = _streams(large.read(directory), len(data))
    small = _Sectors(large.read(streams["Root Entry"][0]), 1 << small_shift)
    small.chain(_numbers(large.read(small_table)))
    start, size = next(streams[name] for name in _WORKBOOKS if name in streams)
    return (small if size < _SMALL else large).read(start)[:size]


class _Sectors:
    """Bytes cut into sectors of one size, and which sector follows which."""

    def __init__(self, data: bytes, size: int) -> None:
        self.data = data
        self.size = size
        self.table: list[int] = []

    def chain(self, table: list[int]) -> None:
        """Take the table; raises ValueError if any sector comes back to itself."""
        walked = [-1] * len(table)
        for start in range(len(table)):
            sector = start
            while sector < len(table) and walked[sector] < 0:
                walked[sector] = start
                sector = table[sector]
            if sector < len(table) and walked[sector] == start:
                raise ValueError("a chain in a circle")
        self.table = table

    def sector(self, number: int) -> bytes:
        return self.data[number * self.size : (number + 1) * self.size]

    def read(self, start: int) -> bytes:
        """Return the sectors from `start` on."""
        parts = []
        while start < _LAST:
            parts.append(self.sector(start))
            if start >= len(self.table):
                raise ValueError("a sector outside the table")
            start = self.table[start]
        return b"".join(parts)


def _table(data: bytes, sectors: _Sectors) -> list[int]:
    """Return the sector that follows each sector; the header lists the table's first 109 pieces."""
    pieces = list(unpack_from("<109I", data, 0x4C))
    (more,) = unpack_from("<I", data, 0x44)
    met = set()
    while more < _LAST:
        if more in met:
            raise ValueError("the list of the table runs in a circle")
        met.add(more)
        *listed, more = _numbers(sectors.sector(more))
        pieces += listed
    return [number for piece in pieces if piece < _LAST for number in _numbers(sectors.sector(piece))]


def _numbers(data: bytes) -> list[int]:
    return list(unpack_from(f"<{len(data) // 4}I", data))


def _streams(directory: bytes, longest: int) -> dict[str, tuple[int, int]]:
    """Return where each stream starts and its size."""
    streams: dict[str, tuple[int, int]] = {}
    for entry in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        start, size = unpack_from("<2I", directory, entry + 0x74)
        if size > longest:
            raise ValueError("a stream longer than the file")
        name = directory[entry : entry + 0x40].decode("utf-16-le", errors="replace").partition("\0")[0]
        streams.setdefault(name, (start, size))
    return streams
