"""jupyter_client's manager and client for forked kernels, without its fixed waits."""

import math
import os
import shutil
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from queue import Empty

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import Instance, Integer, Type, default

from helpers.kernels.nursery import private_folder

PROVISIONER = "growth-warm"
_WAKE_SECONDS = 0.25
_ASK_AGAIN_SECONDS, _AT_LATEST = 0.05, 1


class WarmChannel(AsyncZMQSocketChannel):
    """A channel that looks again now and then.

    A message sent on a channel can swallow the wake-up of who waits for one on it, who would then
    wait for ever.
    """

    async def get_msg(self, timeout: float | None = None) -> dict:
        """The next message.

        Raises
        ------
        queue.Empty
            None came in time.
        """
        end = math.inf if timeout is None else time.monotonic() + timeout
        while True:
            left = max(0, end - time.monotonic())
            try:
                return await super().get_msg(min(left, _WAKE_SECONDS))
            except Empty:
                if left <= _WAKE_SECONDS:
                    raise


class WarmKernelClient(AsyncKernelClient):
    """A client that knows when a kernel is ready; jupyter_client waits for it to fall silent."""

    shell_channel_class = Type(WarmChannel)
    iopub_channel_class = Type(WarmChannel)
    control_channel_class = Type(WarmChannel)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the answer to a question, and for the kernel to have nothing left to do.

        Raises
        ------
        RuntimeError
            The kernel ended, or did not answer in time.
        """
        end = math.inf if timeout is None else time.monotonic() + timeout
        patience = _ASK_AGAIN_SECONDS  # short: an answer that comes before we listen is lost
        while True:
            question, asked_again = self.kernel_info(), time.monotonic() + patience
            patience = min(2 * patience, _AT_LATEST)
            try:
                reply = await _answer(
                    self.shell_channel, question, asked_again, "kernel_info_reply")
                await _answer(self.iopub_channel, question, asked_again, "status",
                              execution_state="idle")
            except Empty:
                if not await self._async_is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                if time.monotonic() > end:
                    raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from None
            else:
                self._handle_kernel_info_reply(reply)
                return


async def _answer(
    channel: WarmChannel, question: str, end: float, kind: str, **content
) -> dict:
    while True:
        message = await channel.get_msg(max(0, end - time.monotonic()))
        if (message["msg_type"] == kind and message["parent_header"].get("msg_id") == question
                and content.items() <= message["content"].items()):
            return message


def _without_waiting(method: Callable) -> Callable:
    """A manager's method without the hundredth of a second that jupyter_client adds for tests."""
    return getattr(method, "__wrapped__", method)


class FromNursery(KernelManager):
    """Makes a kernel's manager start it from the nursery, unless its specification says how."""

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


class WarmKernelManager(FromNursery, AsyncKernelManager):
    """Starts one kernel from the nursery and talks to it over files that its owner alone can open.

    Examples
    --------
    >>> manager = WarmKernelManager(memory_bytes=512 << 20)
    >>> manager.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"]
    'growth-warm'
    >>> manager.transport, Path(manager.connection_file).name
    ('ipc', 'kernel.json')
    """

    client_factory = Type(klass=WarmKernelClient, default_value=WarmKernelClient, config=True)
    _folder = Instance(Path, allow_none=True)

    @default("transport")
    def _files_where_the_system_has_such(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("connection_file")
    def _in_a_private_folder(self) -> str:
        self._folder = private_folder()
        self._remove_folder = weakref.finalize(self, shutil.rmtree, self._folder, True)
        return str(self._folder / "kernel.json")

    def provisioning(self) -> dict:
        """What the provisioner is told."""
        own = Path(self.connection_file).parent == self._folder
        return super().provisioning() | ({"scratch": str(self._folder)} if own else {})

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
            self._remove_folder()

    cleanup_resources = _async_cleanup_resources
