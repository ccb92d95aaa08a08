"""jupyter_client's managers and client, with kernels from the fork server and no fixed waits."""

import asyncio
import contextlib
import math
import os
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import Instance, Integer, Type, default

from helpers.kernels.forkserver import place_for_sockets

PROVISIONER = "growth-warm"
_WAKE_SECONDS = 0.25
_ASK_AGAIN_SECONDS, _AT_LATEST = 0.05, 1


class WarmChannel(AsyncZMQSocketChannel):
    """A channel that looks again now and then.

    A message sent on a channel can swallow the wake-up of whoever waits for one on it, who would
    then wait for ever.
    """

    async def get_msg(self, timeout: float | None = None) -> dict:
        """The next message.

        Raises
        ------
        queue.Empty
            None came in time.
        """
        end = math.inf if timeout is None else time.monotonic() + timeout
        while (left := end - time.monotonic()) > _WAKE_SECONDS:
            with contextlib.suppress(Empty):
                return await super().get_msg(_WAKE_SECONDS)
        return await super().get_msg(max(0, left))


class WarmKernelClient(AsyncKernelClient):
    """A client that knows when a kernel is ready; jupyter_client waits for it to fall silent."""

    shell_channel_class = Type(WarmChannel)
    iopub_channel_class = Type(WarmChannel)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and what it shows is heard.

        Raises
        ------
        RuntimeError
            The kernel ended, or did not answer in time.
        """
        end = math.inf if timeout is None else time.monotonic() + timeout
        patience = _ASK_AGAIN_SECONDS  # short: what is shown before we listen is lost
        while not await self._answers(patience):
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > end:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")
            patience = min(2 * patience, _AT_LATEST)

    async def _answers(self, seconds: float) -> bool:
        question = self.kernel_info()
        try:
            async with asyncio.timeout(seconds):
                for channel in (self.iopub_channel, self.shell_channel):
                    answer = await channel.get_msg()
                    while answer["parent_header"].get("msg_id") != question:
                        answer = await channel.get_msg()
        except TimeoutError:
            return False
        self._handle_kernel_info_reply(answer)
        return True


class FromForkServer(KernelManager):
    """Makes a kernel's manager have it forked, unless its specification says how it starts."""

    memory_bytes = Integer(
        None, allow_none=True, config=True,
        help="How much memory a kernel may ask for beyond what it starts with.",
    )

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernel's specification."""
        if self._kernel_spec is None and (found := super().kernel_spec) is not None:
            found.metadata = {"kernel_provisioner": {
                "provisioner_name": PROVISIONER, "config": self.provisioning(),
            }} | found.metadata
        return self._kernel_spec

    def provisioning(self) -> dict:
        """What the provisioner is told."""
        return {"memory_bytes": self.memory_bytes}


class WarmKernelManager(FromForkServer, AsyncKernelManager):
    """Starts one kernel and reaches it over sockets that are files for their owner alone.

    Examples
    --------
    >>> manager = WarmKernelManager(memory_bytes=512 << 20)
    >>> manager.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"]
    'growth-warm'
    """

    client_factory = Type(klass=WarmKernelClient, default_value=WarmKernelClient, config=True)
    _folder = Instance(TemporaryDirectory, allow_none=True)

    @default("transport")
    def _files_where_the_system_has_such(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("connection_file")
    def _in_a_private_folder(self) -> str:
        self._folder = TemporaryDirectory(
            prefix="", dir=place_for_sockets(), ignore_cleanup_errors=True)
        return str(Path(self._folder.name) / "kernel.json")

    async def _async_start_kernel(self, **options) -> None:
        await _without_waiting(AsyncKernelManager._async_start_kernel)(self, **options)
        if not self.ready.done():
            self.ready.set_result(None)

    start_kernel = _async_start_kernel

    async def _async_shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        if now and self.owns_kernel:  # else it would be asked to stop first, and write of it
            await self._async_kill_kernel(restart)
            await self._async_cleanup_resources(restart)
        else:
            await _without_waiting(AsyncKernelManager._async_shutdown_kernel)(self, now, restart)

    shutdown_kernel = _async_shutdown_kernel

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if self._folder is not None and not restart:
            self._folder.cleanup()

    cleanup_resources = _async_cleanup_resources


def _without_waiting(method: Callable) -> Callable:
    """A manager's method without the hundredth of a second that jupyter_client adds for tests."""
    return getattr(method, "__wrapped__", method)
