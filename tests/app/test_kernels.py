"""A kernel belongs to its page, and goes with it."""

import asyncio

from helpers.app.kernels import LessonKernels


class Kernels(dict):
    """Kernels by name, each with how many pages are connected to it; keeps which were ended."""

    def __init__(self, **connections):
        super().__init__(connections)
        self._kernel_connections, self.ended = connections, []

    async def shutdown_kernel(self, kernel_id, now):
        self.ended.append(kernel_id)

    let_go = LessonKernels.let_go
    let_go_if_left = LessonKernels.let_go_if_left


def test_a_kernel_whose_page_is_gone_is_ended_and_one_in_use_is_kept():
    kernels = Kernels(left=0, in_use=1)
    for name in ("left", "in_use", "ended_already"):
        asyncio.run(kernels.let_go_if_left(name))
    assert kernels.ended == ["left"]
