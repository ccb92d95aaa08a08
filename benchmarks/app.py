"""Whether twenty learners who open a lesson in the same second all get their page, and how soon.

Each learner here is what a browser does without the drawing: load the page, join its kernel by
websocket, ask for the controls. All on this machine. Run it from the project's folder:
python -m benchmarks.app
"""

import argparse
import asyncio
import json
import re
import statistics
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from tests.app.running import LOOPBACK, App, descendants, running_app

LEARNERS, ROUNDS, MOST_SECONDS = 20, 3, 300
PICTURE, CONTROL = b'<img src="data:image/png', b"application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Opened:
    """When a learner had what: seconds from the start of the round."""

    first_words: float
    picture: float
    control: float


async def open_page(app: App, number: str) -> Opened:
    """Be one learner: the page, its first picture, and a control that answers."""
    started, seen = time.perf_counter(), {}
    text = bytearray()

    def arrived(piece: bytes) -> None:
        text.extend(piece)
        for name, mark in (("words", b"</h1>"), ("picture", PICTURE)):
            if name not in seen and mark in text:
                seen[name] = time.perf_counter() - started

    await AsyncHTTPClient().fetch(HTTPRequest(
        app.lesson(number, "shop"), streaming_callback=arrived, request_timeout=MOST_SECONDS,
    ))
    kernel = re.search(rb'"kernelId": "([-\w]+)"', text)[1].decode()
    control = re.search(rb'"%b": {"model_id": "(\w+)"' % re.escape(CONTROL), text)[1].decode()
    await asyncio.wait_for(_control_answers(app, kernel, control), MOST_SECONDS)
    return Opened(seen["words"], seen["picture"], time.perf_counter() - started)


async def _control_answers(app: App, kernel: str, control: str) -> None:
    """Ask the kernel for a control's state, as a page does, and wait for it."""
    session = uuid.uuid4().hex
    line = await websocket_connect(
        f"ws://{LOOPBACK}:{app.port}/api/kernels/{kernel}/channels?session_id={session}"
    )
    header = {"msg_id": uuid.uuid4().hex, "msg_type": "comm_msg", "session": session,
              "username": "", "version": "5.3", "date": ""}
    await line.write_message(json.dumps({
        "header": header, "parent_header": {}, "metadata": {}, "channel": "shell",
        "content": {"comm_id": control, "data": {"method": "request_state"}}, "buffers": [],
    }))
    while True:
        answer = await line.read_message()
        if answer is None:
            raise ConnectionError("the kernel hung up")
        about = json.loads(answer if isinstance(answer, str) else _message_of(answer))
        if about["header"]["msg_type"] == "comm_msg":
            break
    line.close()


def _message_of(frame: bytes) -> bytes:
    """The message in a frame with pictures behind it."""
    count = int.from_bytes(frame[:4], "big")
    offsets = [int.from_bytes(frame[4 * place:4 * place + 4], "big") for place in (1, 2)]
    return frame[offsets[0]:offsets[1] if count > 1 else None]


def megabytes(pid: int) -> float:
    """What a process and all that come from it hold in memory; a shared page counts in parts."""
    total = 0
    for member in (pid, *descendants(pid)):
        try:
            summary = Path(f"/proc/{member}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", summary, re.MULTILINE)[1])
    return total / 1024


async def one_round(app: App, number: str, learners: int) -> list[Opened]:
    """All learners at once; prints how it went."""
    AsyncHTTPClient.configure(None, max_clients=learners, max_body_size=1 << 30)
    results = await asyncio.gather(
        *(open_page(app, number) for _ in range(learners)), return_exceptions=True
    )
    opened = [result for result in results if isinstance(result, Opened)]
    for failed in {repr(result) for result in results if not isinstance(result, Opened)}:
        print(f"  lost: {failed}")
    print(f"lesson {number}: {len(opened)} of {learners} got their page; "
          f"memory {megabytes(app.pid):,.0f} MiB")
    for what in ("first_words", "picture", "control") if opened else ():
        seconds = [getattr(each, what) for each in opened]
        print(f"  {what.replace('_', ' '):<12} median {statistics.median(seconds):5.1f} s, "
              f"last {max(seconds):5.1f} s")
    return opened


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--lessons", nargs="+", default=["0", "2.5"])
    options = parser.parse_args()
    for number in options.lessons:
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder, running_app(Path(folder)) as app:
                asyncio.run(one_round(app, number, options.learners))


if __name__ == "__main__":
    main()
