"""What tells that a kernel is ready, and that a message is never waited for in vain."""

import asyncio
import signal
from pathlib import Path
from queue import Empty

import pytest
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.kernelspec import KernelSpec

from helpers.kernels.manager import WarmChannel, WarmKernelManager
from tests.kernels.talking import kernel


class Deaf(WarmChannel):
    """A channel that does not wake up for the message that is there."""

    def __init__(self, there):
        self.there, self.waits = there, []


@pytest.fixture
def first_wait_is_in_vain(monkeypatch):
    async def get_msg(self, timeout):
        self.waits.append(timeout)
        if len(self.waits) > 1 and self.there:
            return {"content": "here"}
        raise Empty

    monkeypatch.setattr(AsyncZMQSocketChannel, "get_msg", get_msg)


def test_a_message_whose_wake_up_was_swallowed_is_found(first_wait_is_in_vain):
    channel = Deaf(there=True)
    assert asyncio.run(channel.get_msg(timeout=None)) == {"content": "here"}
    assert len(channel.waits) == 2 and max(channel.waits) <= 1


def test_a_message_that_does_not_come_is_waited_for_no_longer_than_wanted(first_wait_is_in_vain):
    for seconds in (0, 0.01):
        channel = Deaf(there=False)
        with pytest.raises(Empty):
            asyncio.run(channel.get_msg(timeout=seconds))
        assert len(channel.waits) == 1 and channel.waits[0] <= seconds


def test_what_the_kernel_says_when_it_starts_is_not_taken_for_a_cell_s(by_address):
    with kernel() as one:
        kinds = [message["msg_type"] for message in one.messages("1")]
        assert kinds == ["status", "execute_input", "execute_result", "status"]


def test_a_kernel_that_ends_instead_of_answering_is_an_error(by_address):
    with kernel() as one:
        one.process.send_signal(signal.SIGKILL)
        one.process.wait()
        with pytest.raises(RuntimeError, match="died before replying"):
            one.do(one.client.wait_for_ready(timeout=30))


def test_a_kernel_that_does_not_answer_in_time_is_an_error(by_address):
    with kernel() as one:
        one.process.send_signal(signal.SIGSTOP)
        with pytest.raises(RuntimeError, match="didn't respond in 0.1 seconds"):
            one.do(one.client.wait_for_ready(timeout=0.1))


def test_its_sockets_are_files_that_their_owner_alone_can_open(by_address):
    with kernel() as one:
        folder = Path(one.manager.connection_file).parent
        assert one.manager.transport == "ipc" and folder.stat().st_mode & 0o777 == 0o700
        assert len(str(folder)) < 95 and list(folder.glob("kernel-ipc-*"))
        assert folder.parent == Path(by_address.address).parent
    assert not folder.exists()


def test_a_specification_that_says_how_its_kernel_starts_is_respected(monkeypatch):
    manager = WarmKernelManager(kernel_name="python3")
    assert manager.kernel_spec.metadata["kernel_provisioner"]["provisioner_name"] == "growth-warm"
    chosen = {"kernel_provisioner": {"provisioner_name": "other"}}
    monkeypatch.setattr(manager.kernel_spec_manager, "get_kernel_spec",
                        lambda name: KernelSpec(metadata=chosen))
    manager._kernel_spec = None
    assert manager.kernel_spec.metadata == chosen
