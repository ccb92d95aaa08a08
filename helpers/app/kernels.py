"""The lessons' kernels: each belongs to one page, and ends when the page is closed."""

import asyncio
import os

from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from tornado.ioloop import IOLoop
from traitlets import Instance
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from helpers.app.nursery import CAN_FORK, Nursery

LEFT_ALONE_SECONDS = 600  # a phone may sleep; a page that is closed says so itself
IDLE_SECONDS = 3600


class LessonKernel(ServerKernelManager):
    """A kernel that is forked where that can be done, and else started as usual."""

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kwargs) -> None:
        kernel_cmd, nursery = [*kernel_cmd, "--log-level=ERROR"], self.parent.nursery
        if nursery is None:
            await super()._async_launch_kernel(kernel_cmd, **kwargs)
            return
        program = kernel_cmd[kernel_cmd.index("-m") + 1:]
        try:
            forked = await asyncio.to_thread(
                nursery.fork, program, kwargs["env"], kwargs.get("cwd") or os.getcwd()
            )
        except OSError:
            self.log.exception("no kernel could be forked; it starts as usual")
            await super()._async_launch_kernel(kernel_cmd, **kwargs)
            return
        local = self.provisioner
        local.process, local.pid, local.pgid = forked, forked.pid, forked.pid
        self._reconcile_connection_info(local.connection_info)


class LessonKernels(AsyncMappingKernelManager):
    """Starts kernels for pages, and lets go of those whose page is gone."""

    nursery = Instance(Nursery, allow_none=True)

    def __init__(self, **kwargs):
        super().__init__(kernel_manager_class="helpers.app.kernels.LessonKernel", **kwargs)
        self.nursery = Nursery() if CAN_FORK else None

    async def shutdown_all(self, now: bool = False) -> None:
        await super().shutdown_all(now=now)
        if self.nursery is not None:
            self.nursery.close()

    async def let_go(self, kernel_id: str) -> None:
        """End a kernel, if it is still there."""
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id, now=True)

    async def let_go_if_left(self, kernel_id: str) -> None:
        """End a kernel that no page is connected to."""
        if not self._kernel_connections.get(kernel_id):
            await self.let_go(kernel_id)

    def expect_page(self, kernel_id: str) -> None:
        """End a kernel unless a page is connected to it in a while."""
        IOLoop.current().call_later(LEFT_ALONE_SECONDS, self.let_go_if_left, kernel_id)


class LessonChannels(VoilaKernelWebsocketHandler):
    """The line between a page's widgets and its kernel. No code can be sent over it."""

    async def get(self, kernel_id: str) -> None:
        if kernel_id not in self.kernel_manager:
            self.set_status(404)
            return
        await super().get(kernel_id=kernel_id)

    def on_close(self) -> None:
        super().on_close()
        self.kernel_manager.expect_page(self.kernel_id)
