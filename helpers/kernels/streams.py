"""What the cells of a forked kernel write to."""

import io
import math
import os
import time

from ipykernel.iostream import OutStream
from jupyter_client.session import Session, extract_header

from helpers.kernels.line import Line

_AT_ONCE_SECONDS = 0.1


class SocketStream(OutStream):
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


class LineStream(io.TextIOBase):
    """What cells write to stdout or stderr, told over a line.

    Parameters
    ----------
    session : Session
        Makes the messages.
    line : Line
        Where they go.
    name : str
        stdout or stderr.
    descriptor : int
        Where programs that the kernel starts, and libraries past Python, write the same.
    """

    encoding, errors = "utf-8", "replace"

    def __init__(self, session: Session, line: Line, name: str, descriptor: int):
        self._session, self._line, self.name, self._descriptor = session, line, name, descriptor
        self._process, self._unsent, self._sent_at, self._parent = os.getpid(), [], -math.inf, {}
        self._past = os.memfd_create(name)
        os.dup2(self._past, descriptor)

    def fileno(self) -> int:
        """Where to write the same past Python."""
        return self._descriptor

    def writable(self) -> bool:
        """That it is."""
        return True

    def set_parent(self, parent: dict) -> None:
        """Say what is written from now on in answer to this question."""
        self._parent = extract_header(parent)

    def write(self, text: str) -> int:
        """Tell whole lines at once, or before long where there was something to tell just now."""
        if os.getpid() != self._process:  # a process that a cell has forked
            os.write(self._descriptor, text.encode())
            return len(text)
        self._unsent.append(text)
        if text.endswith("\n") and time.monotonic() - self._sent_at > _AT_ONCE_SECONDS:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Tell what has been written."""
        unsent, self._unsent = self._unsent, []
        if unsent:
            self._tell("".join(unsent))

    def tell_what_went_past(self) -> None:
        """Tell what has been written past Python."""
        if size := os.lseek(self._past, 0, os.SEEK_END):
            self.flush()
            self._tell(os.pread(self._past, size, 0).decode(errors="replace"))
            os.ftruncate(self._past, 0)
            os.lseek(self._past, 0, os.SEEK_SET)

    def _tell(self, text: str) -> None:
        self._sent_at = time.monotonic()
        content = {"name": self.name, "text": text}
        self._session.send(self._line, "stream", content, parent=self._parent)
