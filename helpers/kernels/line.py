"""One line between a kernel and who asks it, for the messages that go over Jupyter's sockets.

A kernel for everybody listens on five sockets, and each end has threads for them. Where one process
runs one notebook's cells in a kernel of its own, one line is enough: questions go one way, all that
the kernel says comes back, in the order in which it is said.
"""

import asyncio
import socket
import threading
from collections.abc import Iterator, Sequence

from jupyter_client.session import Session

LENGTH_BYTES = 8


class Line:
    """A kernel's end of a line, which ipykernel takes for one of its sockets.

    Parameters
    ----------
    connection : socket
        To who asks.
    """

    def __init__(self, connection: socket.socket):
        self._connection, self._one_at_a_time = connection, threading.Lock()

    def send_multipart(self, frames: Sequence[bytes], **_) -> None:
        """Send a message."""
        with self._one_at_a_time:
            self._connection.sendall(packed(frames))

    async def question(self) -> list[bytes] | None:
        """The frames of the next message; None where nobody is left to ask."""
        await readable(self._connection.fileno())
        try:
            return list(unpacked(self._read(number(self._read(LENGTH_BYTES)))))
        except EOFError:
            return None

    def _read(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            more = self._connection.recv(size - len(read))
            if not more:
                raise EOFError
            read += more
        return read


def unsigned() -> Session:
    """A session whose messages need no signature: nobody else can reach the line."""
    session = Session()
    session.auth = None
    return session


async def readable(descriptor: int) -> None:
    """Wait until there is something to read."""
    loop = asyncio.get_running_loop()
    came = loop.create_future()
    loop.add_reader(descriptor, lambda: came.done() or came.set_result(None))
    try:
        await came
    finally:
        loop.remove_reader(descriptor)


def packed(frames: Sequence[bytes]) -> bytes:
    """A message's frames in one piece, each, and the whole, with its length before it.

    Examples
    --------
    >>> list(unpacked(packed([b"ab", b""])[LENGTH_BYTES:]))
    [b'ab', b'']
    """
    return _with_length(b"".join(_with_length(bytes(frame)) for frame in frames))


def unpacked(message: bytes) -> Iterator[bytes]:
    """The frames of a message whose length has been read."""
    place = 0
    while place < len(message):
        start = place + LENGTH_BYTES
        place = start + number(message[place:start])
        yield message[start:place]


def number(length: bytes) -> int:
    """A length as it stands before a frame or a message."""
    return int.from_bytes(length, "big")


def _with_length(part: bytes) -> bytes:
    return len(part).to_bytes(LENGTH_BYTES, "big") + part
