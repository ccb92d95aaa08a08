"""What the cells of a forked kernel write to."""

from ipykernel.iostream import OutStream


class Stream(OutStream):
    """Calls for the thread that sends only where there is something to send.

    A kernel flushes both its streams several times a cell, and waits each time until that thread
    has been there.

    Parameters
    ----------
    *arguments, **options
        Those of ipykernel's own stream.
    """

    _unsent = False

    def write(self, string: str) -> int | None:
        """Take what a cell writes; it is sent before long."""
        taken = super().write(string)
        self._unsent = True
        return taken

    def flush(self) -> None:
        """Send what has been written, now."""
        if self._unsent:
            self._unsent = False
            super().flush()
