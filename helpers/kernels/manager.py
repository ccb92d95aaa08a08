"""jupyter_client's managers, with kernels from the nursery."""

import os
import shutil
import sys
import weakref
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager, KernelManager
from traitlets import Instance, Integer, default

from helpers.kernels.nursery import private_folder
from helpers.kernels.provisioner import arguments_of

PROVISIONER = "growth-warm"
_THIS_PYTHON = {"python", "python3", f"python3.{sys.version_info.minor}"}  # jupyter_client's rule


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
    """Starts one kernel, from the nursery where it can, and reaches it over Jupyter's sockets.

    The sockets are files that their owner alone can open.

    Examples
    --------
    >>> manager = WarmKernelManager(memory_bytes=512 << 20)
    >>> manager.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"]
    'growth-warm'
    >>> manager.transport, Path(manager.connection_file).name
    ('ipc', 'kernel.json')
    """

    _folder = Instance(Path, allow_none=True)

    @default("transport")
    def _files_where_the_system_has_such(self) -> str:
        return "tcp" if os.name == "nt" else "ipc"

    @default("connection_file")
    def _in_a_private_folder(self) -> str:
        self._folder = private_folder()
        self._remove_folder = weakref.finalize(self, shutil.rmtree, self._folder, True)
        return str(self._folder / "kernel.json")

    @property
    def process(self):
        """What runs it, with `poll` and `wait` as a `subprocess.Popen` has."""
        return self.provisioner and self.provisioner.process

    def needs_sockets(self, arguments: list[str]) -> bool:
        """Whether the kernel is another than the plain one of this environment.

        Parameters
        ----------
        arguments : list of str
            What it is to be given beside those of its specification.

        Examples
        --------
        >>> WarmKernelManager(kernel_name="python3").needs_sockets(["--debug"])
        True
        """
        program, *given = self.kernel_spec.argv
        command = [sys.executable if program in _THIS_PYTHON else program, *given, *arguments]
        chosen = self.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"]
        return chosen != PROVISIONER or arguments_of(command) != ["-f", "{connection_file}"]

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        if self._folder is not None and not restart:
            self._remove_folder()

    cleanup_resources = _async_cleanup_resources
