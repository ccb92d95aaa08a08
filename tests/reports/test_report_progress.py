import io
import json

from helpers.reports import Outcome
from helpers.reports.progress import Bar, JsonLines

DONE = Outcome("Rye & Co", "rye", "done", seconds=2.0)
FAILED = Outcome("A\x1b[31m\nB", "a", "failed", "bad\x07")


def watched(kind, *outcomes, total):
    stream = io.StringIO()
    watch = kind(stream)
    watch.begins(total, 2)
    for outcome in outcomes:
        watch.ended(outcome)
    watch.ends()
    return stream.getvalue()


def test_the_bar_tells_what_is_done_and_failed_and_how_long_is_left():
    shown = watched(Bar, DONE, FAILED, total=3)
    assert "Rye & Co: done, 2.0 s" in shown
    assert "3 reports, 2 at a time" in shown and "2/3" in shown
    assert "left" in shown and "1 failed" in shown


def test_a_line_never_holds_what_a_terminal_would_obey():
    shown = watched(Bar, FAILED, total=2)
    line = next(line for line in shown.replace("\r", "\n").splitlines() if "failed, 0.0 s" in line)
    assert line.strip() == "A [31m B: failed, 0.0 s: bad"


def test_for_machines_each_line_is_an_object_with_the_counts():
    begins, done, failed, ends = map(json.loads, watched(
        JsonLines, DONE, FAILED, total=2).splitlines())
    assert begins == {"event": "begins", "jobs": 2, "done": 0, "failed": 0, "total": 2}
    assert (done["event"], done["slug"], done["done"], done["failed"]) == ("ended", "rye", 1, 0)
    assert done["seconds_left"] >= 0 and failed["seconds_left"] == 0
    assert (failed["state"], failed["reason"]) == ("failed", "bad\x07")
    assert ends["event"] == "ends" and (ends["done"], ends["failed"]) == (1, 1)
