"""Messages over one line: whole, in order, however they come, and what cells write past Python."""

import asyncio
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.kernels.line import LENGTH_BYTES, Line, number, packed, unpacked
from tests.kernels.talking import SECONDS, kernel

PAST_PYTHON = """
import os, subprocess, sys
print("before")
os.write(2, b"to stderr")
subprocess.run(["echo", "from a program"])
os.write(sys.stdout.fileno(), "caf\\u00e9".encode())
"""
FORK = """
import os
if os.fork() == 0:
    print("from a fork", flush=True)
    os._exit(0)
os.wait()
"""


@pytest.fixture
def line():
    """A kernel's end, and the other."""
    ours, its = socket.socketpair()
    with ours, its:
        yield Line(its), ours


def next_question(line: Line):
    return asyncio.run(asyncio.wait_for(line.question(), SECONDS))


@given(st.lists(st.binary(max_size=40)))
def test_what_is_packed_is_found_again(frames):
    message = packed(frames)
    assert number(message[:LENGTH_BYTES]) == len(message) - LENGTH_BYTES
    assert list(unpacked(message[LENGTH_BYTES:])) == frames


def test_questions_are_told_apart_though_they_come_at_once(line):
    its, ours = line
    ours.sendall(packed([b"one"]) + packed([b"two", b""]))
    assert next_question(its) == [b"one"]
    assert next_question(its) == [b"two", b""]


@pytest.mark.parametrize("kept", [0, 3, LENGTH_BYTES, -1])
def test_where_nobody_is_left_to_ask_there_is_no_question(line, kept):
    its, ours = line
    ours.sendall(packed([b"broken off"])[:kept])
    ours.close()
    assert next_question(its) is None


def test_a_large_message_arrives_whole(by_address):
    with kernel() as one:
        size = 3 << 20
        assert one.run(f"print(len('{'x' * size}'))") == str(size)
        [shown] = [message["content"]["data"]["text/html"] for message in one.messages(
            f"from IPython.display import HTML, display; display(HTML('y' * {size}))")
            if message["msg_type"] == "display_data"]
        assert shown == "y" * size


def test_what_is_written_past_python_is_shown_with_the_cell(by_address):
    with kernel() as one:
        seen = [message["content"] for message in one.messages(PAST_PYTHON)
                if message["msg_type"] == "stream"]
        text = {name: "".join(each["text"] for each in seen if each["name"] == name)
                for name in ("stdout", "stderr")}
        assert text == {"stdout": "before\nfrom a program\ncafé", "stderr": "to stderr"}
        assert one.run("print('after')") == "after"


def test_what_a_forked_process_prints_is_shown_once(by_address):
    with kernel() as one:
        assert one.run(FORK) == "from a fork"


def test_much_text_comes_in_few_messages(by_address):
    with kernel() as one:
        seen = [message["content"]["text"] for message in one.messages(
            "for number in range(5000): print(number)") if message["msg_type"] == "stream"]
        assert "".join(seen) == "".join(f"{number}\n" for number in range(5000))
        assert len(seen) < 100


def test_cells_may_wait_and_their_tasks_go_on(by_address):
    with kernel() as one:
        one.run("import asyncio\n"
                "async def later():\n    await asyncio.sleep(.01)\n    return 'done'\n"
                "task = asyncio.ensure_future(later())")
        assert one.run("print(await task)") == "done"


def test_it_asks_nobody_for_input_and_remembers_no_history_on_disk(by_address):
    with kernel() as one:
        assert one.run("input()") == "StdinNotImplementedError"
        assert one.run("print(get_ipython().history_manager.enabled)") == "False"
