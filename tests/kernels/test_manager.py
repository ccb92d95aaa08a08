"""Which kernels are asked over a line, and which need Jupyter's sockets."""

from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec

from helpers.kernels.manager import WarmKernelManager
from tests.kernels.talking import kernel

PLAIN = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]


def test_a_specification_that_says_how_its_kernel_starts_is_respected(monkeypatch):
    manager = WarmKernelManager(kernel_name="python3")
    assert manager.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"] == "growth-warm"
    chosen = {"kernel_provisioner": {"provisioner_name": "other"}}
    specified(monkeypatch, manager, metadata=chosen, argv=PLAIN)
    assert manager.kernel_spec.metadata == chosen and manager.needs_sockets([])


def test_its_sockets_are_files_that_their_owner_alone_can_open(by_address):
    with kernel(over=WarmKernelManager) as one:
        folder = Path(one.manager.connection_file).parent
        assert one.manager.transport == "ipc" and folder.stat().st_mode & 0o777 == 0o700
        assert len(str(folder)) < 80 and list(folder.glob("kernel-ipc-*"))
    assert not folder.exists()


def test_the_plain_kernel_of_this_environment_needs_no_sockets():
    manager = WarmKernelManager(kernel_name="python3")
    assert not manager.needs_sockets([])
    assert manager.needs_sockets(["--IPKernelApp.matplotlib=agg"])


@pytest.mark.parametrize("command", [
    ["/usr/bin/R", "--slave", "-f", "{connection_file}"],
    ["python", "-m", "bash_kernel", "-f", "{connection_file}"],
    [*PLAIN, "--pylab"],
])
def test_another_kernel_needs_them(monkeypatch, command):
    manager = WarmKernelManager(kernel_name="python3")
    specified(monkeypatch, manager, argv=command)
    assert manager.needs_sockets([])


def specified(monkeypatch, manager, **told):
    monkeypatch.setattr(manager.kernel_spec_manager, "get_kernel_spec",
                        lambda name: KernelSpec(**told))
    manager._kernel_spec = None
