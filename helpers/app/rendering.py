"""A lesson worked out in a kernel of its own and sent to the browser as it goes.

Twenty learners may open a lesson in the same second on a machine of two cores. Kernels that all
start at once starve each other until some miss their time. So pages take turns: starting a kernel
is one turn, a cell is one turn, and as many turns run at once as there are cores. Every page moves
on at the same pace, and nothing is ever overloaded. What can be read before anything is worked out
is sent before the first turn.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from nbclient.exceptions import DeadKernelError
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_output
from voila.notebook_renderer import NotebookRenderer

from helpers.app.showing import OUR_FAULT

ATTEMPTS = 3
TURNS_AT_ONCE = max(2, os.cpu_count() or 1)


class LessonRenderer(NotebookRenderer):
    """Runs a prepared lesson cell by cell.

    Parameters
    ----------
    prepared : NotebookNode
        From `prepare`.
    kernels : MappingKernelManager
        Where its kernel is started.
    turns : asyncio.Semaphore
        Shared by all pages.
    """

    def __init__(self, prepared: NotebookNode, *, kernels, turns: asyncio.Semaphore, **kwargs):
        super().__init__(**kwargs)
        self._prepared, self._kernels, self._turns = prepared, kernels, turns
        self.kernel_id: str | None = None

    async def load_notebook(self, path: str) -> NotebookNode:
        return self._prepared

    async def _jinja_kernel_start(self, nb, kernel_id, kernel_future) -> str:
        """The kernel's name; started by now, unless the lesson is prose alone."""
        if self.kernel_id is None:
            await self._start_kernel(nb)
        return self.kernel_id

    async def _start_kernel(self, nb) -> None:
        async with self._turns:
            for attempt in range(1, ATTEMPTS + 1):
                self.kernel_id = await self._kernels.start_kernel(
                    kernel_name="python3", path=str(Path(self.notebook_path).parent),
                    env=kernel_environment(self.notebook_path),
                )
                try:
                    await super()._jinja_kernel_start(
                        nb, self.kernel_id, self._kernels.get_kernel(self.kernel_id)
                    )
                    return
                except RuntimeError:
                    await self._kernels.let_go(self.kernel_id)
                    if attempt == ATTEMPTS:
                        raise

    async def _jinja_cell_generator(self, nb, kernel_id) -> AsyncIterator[NotebookNode]:
        for number, cell in enumerate(nb.cells):
            if cell.cell_type == "markdown":
                cell.markup = markdown2html(cell.source)
            else:
                if self.kernel_id is None:
                    await self._start_kernel(nb)
                try:
                    async with self._turns:
                        await self.executor.execute_cell(cell, None, number, store_history=False)
                except (TimeoutError, DeadKernelError):
                    self.log.exception("cell %s did not come back", number)
                    said = new_output("stream", name="stdout", text=OUR_FAULT)
                    yield new_code_cell(outputs=[said])
                    break
            yield cell
        if self.kernel_id is not None:
            await self._cleanup_resources()


def kernel_environment(session: str) -> dict[str, str]:
    """What a lesson's kernel finds in its environment: someone is there to use its widgets."""
    environment = {name: value for name, value in os.environ.items() if name != "GROWTH_STILL"}
    return environment | {"JPY_SESSION_NAME": session, "OPENBLAS_NUM_THREADS": "1",
                          "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
