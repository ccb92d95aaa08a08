"""The lessons' kernels: each belongs to one page, and ends when the page is closed."""

import contextlib

from jupyter_server.services.kernels.kernelmanager import (
    AsyncMappingKernelManager,
    ServerKernelManager,
)
from tornado.ioloop import IOLoop
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from helpers.kernels.forkserver import fork_server
from helpers.kernels.manager import FromForkServer

LEFT_ALONE_SECONDS = 600  # a phone may sleep; a page that is closed says so itself
IDLE_SECONDS = 3600
MODULES = ["helpers.app.showing", "helpers.lessons.clicking"]


class LessonKernel(FromForkServer, ServerKernelManager):
    """A kernel that is forked where that can be done, and else started as usual."""

    def provisioning(self) -> dict:
        """What the provisioner is told."""
        return super().provisioning() | {"modules": MODULES}

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kwargs) -> None:
        await super()._async_launch_kernel([*kernel_cmd, "--log-level=ERROR"], **kwargs)


class LessonKernels(AsyncMappingKernelManager):
    """Starts kernels for pages, and lets go of those whose page is gone."""

    def __init__(self, **kwargs):
        super().__init__(kernel_manager_class="helpers.app.kernels.LessonKernel", **kwargs)
        with contextlib.suppress(OSError):  # the first kernel that starts as usual says why
            fork_server(MODULES)

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
