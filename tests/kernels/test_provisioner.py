"""Kernels start as usual where they cannot be forked, and the log says so once."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from helpers.kernels import WarmProvisioner, forkserver, provisioner
from helpers.kernels.forkserver import ADDRESS, ForkedKernel
from helpers.kernels.memory import MEBIBYTE, TO_START_BYTES, data_bytes
from helpers.kernels.provisioner import NOT_OF_OURS, arguments_of
from tests.kernels.talking import kernel

NEEDS_RLIMIT = pytest.mark.skipif(sys.platform != "linux", reason="a limit that Linux alone has")
LIMIT = "import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0])"


@pytest.fixture(autouse=True)
def nothing_said_yet():
    provisioner._say_once.cache_clear()


@pytest.fixture
def no_fork(monkeypatch):
    """A system that cannot fork."""
    monkeypatch.setattr(forkserver, "CAN_FORK", False)
    monkeypatch.setattr(forkserver, "_own", None)
    monkeypatch.delenv(ADDRESS, raising=False)


def test_jupyter_finds_it_by_its_name():
    factory = KernelProvisionerFactory.instance()
    assert factory._check_availability("growth-warm")
    assert factory.provisioners["growth-warm"].load() is WarmProvisioner


def test_where_nothing_can_be_forked_kernels_start_as_usual_and_the_log_says_so_once(
    no_fork, caplog, tmp_path
):
    with caplog.at_level(logging.WARNING, "helpers.kernels"):
        with kernel(cwd=str(tmp_path), memory_bytes=200 * MEBIBYTE) as one:
            assert isinstance(one.process, subprocess.Popen)
            assert one.run("import os; print(os.getcwd())") == str(tmp_path)
            if sys.platform == "linux":
                assert int(one.run(LIMIT)) >= TO_START_BYTES + 200 * MEBIBYTE
        with kernel() as one:
            assert not isinstance(one.process, ForkedKernel)
        assert not Path(one.manager.connection_file).parent.exists()
    [said] = caplog.messages
    assert "Kernels start as usual" in said and "cannot be trusted to fork" in said


def test_another_program_s_kernel_is_not_forked():
    ours = [sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"]
    assert arguments_of(ours) == ["-f", "kernel.json"]
    assert arguments_of([sys.executable, "-Xfrozen_modules=off", *ours[1:]]) == ours[3:]
    for other in (["/usr/bin/R", *ours[1:]], [sys.executable, "-I", *ours[1:]],
                  [sys.executable, "-m", "bash_kernel", "-f", "kernel.json"]):
        assert arguments_of(other) is None


def test_a_kernel_that_is_to_outlive_its_starter_is_not_forked(by_address, caplog):
    with caplog.at_level(logging.WARNING, "helpers.kernels"), kernel(independent=True) as one:
        assert isinstance(one.process, subprocess.Popen)
    assert NOT_OF_OURS in caplog.text


@NEEDS_RLIMIT
def test_a_forked_kernel_may_ask_for_so_much_beyond_what_it_starts_with(by_address):
    with kernel(memory_bytes=200 * MEBIBYTE) as one:
        beyond = int(one.run(LIMIT)) - data_bytes(one.process.pid)
        assert 100 * MEBIBYTE < beyond <= 200 * MEBIBYTE
        assert one.run("kept = bytes(100 * 2**20)") == ""
        assert one.run("more = bytes(200 * 2**20)") == "MemoryError"
        assert one.run("del kept; print('still here')") == "still here"
    with kernel() as other:
        assert other.run(LIMIT) == "-1"


def test_one_kernel_after_another_by_the_same_manager(by_address):
    with kernel() as one:
        first = one.process.pid
        one.do(one.manager.restart_kernel(now=True))
        one.do(one.client.wait_for_ready(timeout=60))
        assert one.run("import os; print(os.getpid())") == str(one.process.pid) != str(first)
