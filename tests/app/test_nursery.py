"""Kernels forked from a process that has imported everything."""

import os
import signal
import time

import pytest

from helpers.app.nursery import CAN_FORK, Forked, Nursery, modules_of_lessons

pytestmark = pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux only")


def ended(process: Forked) -> bool:
    for _ in range(200):
        if process.poll() is not None:
            return True
        time.sleep(0.05)
    return False


def test_it_imports_what_lessons_import():
    assert {"pandas", "helpers", "helpers.widgets", "helpers.lessons"} <= set(modules_of_lessons())


def test_a_fork_runs_until_it_is_ended_and_closing_ends_the_rest(tmp_path):
    nursery = Nursery()
    program = ["ipykernel_launcher", "-f", str(tmp_path / "kernel.json"), "--log-level=ERROR"]
    one, other = (nursery.fork(program, dict(os.environ), str(tmp_path)) for _ in range(2))
    assert one.poll() is None and one.pid != other.pid
    one.kill()
    assert ended(one)
    assert other.poll() is None
    nursery.close()
    assert ended(other)
    with pytest.raises((OSError, ValueError)):
        nursery.fork(program, {}, str(tmp_path))


def test_a_signal_to_one_that_has_ended_is_no_error():
    nobody = Forked(2**22 - 1)
    nobody.send_signal(signal.SIGINT)
    nobody.terminate()
    assert nobody.poll() == 0
