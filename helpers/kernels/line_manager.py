"""Starts a kernel at the end of a line and asks it, as nbclient starts and asks any kernel."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import Mapping, Sequence
from queue import Empty

from jupyter_client.asynchronous import AsyncKernelClient

from helpers.kernels.line import LENGTH_BYTES, number, packed, unpacked, unsigned
from helpers.kernels.nursery import Lease, nursery

_HUNG_UP = None


class LineManager:
    """Starts one kernel, from the nursery, that it alone talks to, over a line.

    It is what nbclient asks of a kernel's manager.

    Parameters
    ----------
    memory_bytes : int, optional
        How much it may ask for beyond what it starts with.
    environment : mapping of str to str, optional
        What its specification adds to its environment.
    """

    def __init__(
        self, memory_bytes: int | None = None, environment: Mapping[str, str] | None = None
    ):
        self._memory_bytes, self._environment = memory_bytes, environment or {}
        self.process: Lease | None = None
        self._connection: socket.socket | None = None

    @property
    def has_kernel(self) -> bool:
        """Whether it has started one."""
        return self.process is not None

    async def start_kernel(
        self, *, env: Mapping[str, str] | None = None, cwd: str | None = None, **_
    ) -> None:
        """Start the kernel.

        Raises
        ------
        OSError
            None could be forked.
        """
        environment = {**(os.environ if env is None else env), **self._environment}
        ours, its_end = socket.socketpair()
        with its_end, contextlib.ExitStack() as unless_it_runs:
            unless_it_runs.enter_context(ours)
            self.process = nursery().fork(
                its_end, environment, cwd or os.getcwd(), memory_bytes=self._memory_bytes)
            unless_it_runs.pop_all()
        self._connection = ours

    def client(self) -> "LineClient":
        """Who asks the kernel."""
        return LineClient(self.process, self._connection)

    async def is_alive(self) -> bool:
        """Whether the kernel runs."""
        return self.has_kernel and self.process.poll() is None

    async def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs."""
        self.process.send_signal(signal.SIGINT)

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel, which has ended when this returns; it may finish its work unless now."""
        if now:
            self.process.kill()
        else:
            self._connection.shutdown(socket.SHUT_RDWR)
        self.process.wait()

    async def cleanup_resources(self, restart: bool = False) -> None:
        """Let go of what was used."""
        if self.has_kernel:
            self.process.close()


class LineClient(AsyncKernelClient):
    """Asks a kernel over a line.

    Parameters
    ----------
    process : Lease
        The kernel's.
    connection : socket
        This end of the line.
    """

    def __init__(self, process: Lease, connection: socket.socket):
        super().__init__(session=unsigned())
        self.allow_stdin = False
        self._process, self._connection = process, connection
        self._shell_channel, self._iopub_channel = Channel(self), Channel(self)

    shell_channel = property(lambda self: self._shell_channel)
    iopub_channel = property(lambda self: self._iopub_channel)

    async def start_channels(self, **_) -> None:
        """Begin to listen."""
        self._reader, self._writer = await asyncio.open_connection(sock=self._connection)
        self._listening = asyncio.ensure_future(self._listen())

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Nothing: the nursery has waited until it was ready."""

    async def stop_channels(self) -> None:
        """Hang up; who still waits for a message waits no longer."""
        self._listening.cancel()
        for channel in (self._shell_channel, self._iopub_channel):
            channel.messages.put_nowait(_HUNG_UP)
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    async def is_alive(self) -> bool:
        """Whether the kernel runs."""
        return self._process.poll() is None

    def send_multipart(self, frames: Sequence[bytes], **_) -> None:
        """Send a message; the session takes this for a socket."""
        self._writer.write(packed(frames))

    async def _listen(self) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, OSError):  # its end shows elsewhere
            while True:
                length = await self._reader.readexactly(LENGTH_BYTES)
                self._take(await self._reader.readexactly(number(length)))

    def _take(self, body: bytes) -> None:
        _, frames = self.session.feed_identities(list(unpacked(body)))
        message = self.session.deserialize(frames)
        answers = message["msg_type"].endswith("_reply")
        channel = self._shell_channel if answers else self._iopub_channel
        channel.messages.put_nowait(message)


class Channel:
    """What comes over the line, of one kind: answers, or what cells show; questions go out.

    Parameters
    ----------
    client : LineClient
        Whose line it is.
    """

    def __init__(self, client: LineClient):
        self._client, self.messages = client, asyncio.Queue()

    def send(self, message: dict) -> None:
        """Ask."""
        self._client.session.send(self._client, message)

    async def get_msg(self, timeout: float | None = None) -> dict:
        """The next message.

        Raises
        ------
        queue.Empty
            None came in so many seconds.
        asyncio.CancelledError
            The client has hung up.
        """
        try:
            message = await asyncio.wait_for(self.messages.get(), timeout)
        except TimeoutError:
            raise Empty from None
        if message is _HUNG_UP:
            raise asyncio.CancelledError
        return message
