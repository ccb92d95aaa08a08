"""What the cells of a forked kernel write to."""

import os
import select
import threading

from ipykernel.iostream import PIPE_BUFFER_SIZE, OutStream


class Stream(OutStream):
    """Sends what a cell has written by its end, and bothers no thread where there is nothing.

    A kernel flushes both its streams several times a cell. ipykernel's own waits each time for the
    thread that sends, and not for the one that reads what programs and libraries write past Python.

    Parameters
    ----------
    *arguments, **options
        Those of ipykernel's own stream.
    """

    _unsent = False

    def __init__(self, *arguments, **options):
        self._one_at_a_time = threading.Lock()
        super().__init__(*arguments, **options)

    def write(self, string: str) -> int | None:
        """Take what a cell writes; it is sent before long."""
        taken = super().write(string)
        self._unsent = True
        return taken

    def flush(self) -> None:
        """Send what has been written, now."""
        if self._should_watch and self._is_master_process():
            self._take_what_went_past()
        if self._unsent:
            self._unsent = False
            super().flush()

    def _watch_pipe_fd(self) -> None:
        while self._should_watch:
            select.select([self._fid], [], [])
            self._take_what_went_past()

    def _take_what_went_past(self) -> None:
        with self._one_at_a_time:
            while select.select([self._fid], [], [], 0)[0]:
                self.write(os.read(self._fid, PIPE_BUFFER_SIZE).decode(errors="replace"))
