"""Columns put together piece by piece, at little more than the memory they take in the end."""

import numpy as np
import pyarrow as pa

POOL = pa.system_memory_pool()  # gives back at once what is let go of


class GrowingText:
    """A column of text that grows in one piece, so that it never stands in memory twice.

    Examples
    --------
    >>> column = GrowingText()
    >>> column.add(pa.array(["web", None], pa.large_string()))
    >>> column.add(pa.array(["shop"], pa.large_string()))
    >>> column.whole().to_pylist(), column.longest
    (['web', None, 'shop'], 4)
    """

    def __init__(self):
        self.longest = 0  # in bytes
        self._text, self._ends, self._filled = (pa.BufferOutputStream(POOL) for _ in range(3))
        self._bytes = self._cells = 0
        self._ends.write(np.zeros(1, dtype=np.int64))

    def add(self, cells: pa.LargeStringArray) -> None:
        """Take more cells."""
        ends = np.frombuffer(cells.buffers()[1], np.int64)[cells.offset:][:len(cells) + 1]
        lengths = np.diff(ends)
        self.longest = max(self.longest, int(lengths.max(initial=0)))
        if text := cells.buffers()[2]:
            self._text.write(text[ends[0]:ends[-1]])
        self._ends.write(ends[1:] - ends[0] + self._bytes)
        self._filled.write(cells.is_valid().cast(pa.uint8()).buffers()[1][:len(cells)])
        self._bytes += int(ends[-1] - ends[0])
        self._cells += len(cells)

    def whole(self) -> pa.LargeStringArray:
        """The column with all cells taken; none can be added after."""
        filled = np.packbits(np.frombuffer(self._filled.getvalue(), np.uint8), bitorder="little")
        return pa.LargeStringArray.from_buffers(
            self._cells, self._ends.getvalue(), self._text.getvalue(), pa.py_buffer(filled))
