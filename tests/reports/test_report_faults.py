"""Whatever goes wrong with one report, the others are made and nothing is left lying about."""

import signal
import sys

import nbformat
import pytest

from helpers.core.problems import CannotOpen, OwnerError
from helpers.reports import Outcome, batch, executors, make_reports

from .batch_process import BatchProcess
from .little_course import SETUP, Clients, Course, code, prose

FINE = "finding(Said(f'{shop.name} is well.'), shop)"
ONLY_THERE = "if shop.folder.name == 'bad':\n"
SLEEPS = "    import pathlib, time\n    pathlib.Path({marker!r}).touch()\n    time.sleep(600)"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes as Linux has them")


@pytest.fixture
def started(tmp_path):
    """Starts a batch of three clients whose lesson does something to the one named bad."""
    def start(what: str = "", **options):
        clients, course = Clients(tmp_path / "clients"), Course(tmp_path / "lessons")
        for name in ("bad", "fine", "good"):
            clients.add(name, name=name)
        course.add("1.1", "Sales", ["orders"], code(SETUP, "report"),
                   prose("### What is wrong?", "report"), code(FINE, "report"),
                   *([code(ONLY_THERE + what, "report")] if what else []))
        return BatchProcess(tmp_path, clients.folder, course.lessons, **{"jobs": 2} | options)
    return start


@pytest.fixture
def sleeping(started, tmp_path):
    """A batch whose bad client's lesson sleeps; waits until it does."""
    def start(**options):
        marker = tmp_path / "sleeps"
        process = started(SLEEPS.format(marker=str(marker)), **options)
        process.wait_for(marker.exists)
        return process
    return start


def worker_of(process):
    """The one process that makes reports: forked from the one that imported what that needs."""
    (worker,) = [each for each in process.alive()
                 if "forkserver" in " ".join(each.cmdline())
                 and "forkserver" in " ".join(each.parent().cmdline())]
    return worker


def the_others_are_made_and_bad_failed(process, reason):
    ended = process.finished()
    assert {slug: each["state"] for slug, each in ended.items()} == {
        "bad": "failed", "fine": "done", "good": "done"}
    assert reason in ended["bad"]["reason"]
    assert process.process.returncode == 1
    assert sorted(path.name for path in process.out.iterdir() if path.is_dir()) == ["fine", "good"]
    assert not (process.out / "bad").exists()
    process.wait_for(lambda: not process.alive())
    assert process.left() == []
    return ended["bad"]


def kept_notebook(process):
    return nbformat.read(process.out / "bad.failed.ipynb", as_version=4)


def test_all_is_well_and_nothing_is_left(started):
    with started() as process:
        ended = process.finished()
        assert {each["state"] for each in ended.values()} == {"done"}
        assert process.process.returncode == 0
        process.wait_for(lambda: not process.alive())
        assert process.left() == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_batch_that_is_ended_takes_everything_with_it_and_goes_on_later(sleeping, number):
    with sleeping() as process:
        assert len(process.alive()) > 3
        process.process.send_signal(number)
        process.wait_for(lambda: not process.alive())
        process.wait_for(lambda: process.left() == [])
        assert process.process.wait() != 0
        assert not (process.out / "bad").exists()


def test_a_worker_that_is_killed_fails_its_own_report_alone(sleeping):
    with sleeping(jobs=1) as process:
        worker_of(process).kill()
        the_others_are_made_and_bad_failed(process, "its worker ended: SIGKILL")


def test_a_kernel_that_is_killed_fails_its_own_report_alone(started):
    with started("    import os, signal\n    os.kill(os.getpid(), signal.SIGKILL)") as process:
        the_others_are_made_and_bad_failed(process, "The kernel was ended by SIGKILL")
        assert any("bad is well." in str(cell) for cell in kept_notebook(process).cells)


def test_a_cell_that_never_ends_is_ended(started):
    never = ("    while True:\n        try:\n            pass\n"
             "        except BaseException:\n            pass")
    with started(never, limits={"cell_seconds": 2}) as process:
        failed = the_others_are_made_and_bad_failed(process, "it ran for more than 2 s")
        assert "lesson 1.1 (Sales), cell “if shop.folder.name" in failed["reason"]
        assert kept_notebook(process).cells


def test_a_kernel_that_eats_memory_is_stopped(started):
    eats = "    kept = [bytearray(50_000_000) for _ in range(100)]"
    with started(eats, limits={"memory_bytes": 300 << 20}) as process:
        the_others_are_made_and_bad_failed(process, "memory")
        assert kept_notebook(process).cells


def test_a_lesson_that_raises_is_named_and_its_notebook_kept(started):
    with started("    raise ValueError('odd')") as process:
        the_others_are_made_and_bad_failed(process, "ValueError: odd")
        assert any(output.output_type == "error" for cell in kept_notebook(process).cells
                   if cell.cell_type == "code" for output in cell.outputs)


def test_what_a_lesson_starts_ends_with_it(started, tmp_path):
    pid = tmp_path / "pid"
    starts = (f"    import pathlib, subprocess\n    child = subprocess.Popen(['sleep', '600'])\n"
              f"    pathlib.Path({str(pid)!r}).write_text(str(child.pid))")
    with started(starts) as process:
        assert {each["state"] for each in process.finished().values()} == {"done"}
        process.wait_for(lambda: not _runs(int(pid.read_text())))


def test_a_full_disk_fails_what_does_not_fit_and_leaves_nothing(started):
    import resource

    def no_big_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    big = "    finding(Said('x' * 100_000), shop)"
    with started(big, first=no_big_files) as process:
        the_others_are_made_and_bad_failed(process, "File too large")


def _runs(pid: int) -> bool:
    import psutil

    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def test_a_folder_that_may_not_be_looked_into_is_named(course, clients, tmp_path, monkeypatch):
    clients.add("fine")
    locked = clients.add("locked")
    is_file = type(locked).is_file

    def refuses(path):
        if path.parent == locked:
            raise PermissionError(13, "Permission denied", str(path))
        return is_file(path)

    monkeypatch.setattr(type(locked), "is_file", refuses)
    done = make_reports(out=tmp_path / "out", clients=clients.folder, lessons=course.lessons,
                        formats=["html"], on="here")
    fine, locked = done.outcomes
    assert not fine.failed and locked.failed
    assert "locked" in locked.reason


def test_an_overview_that_cannot_be_written_is_an_error(course, clients, tmp_path, monkeypatch):
    def pretend(todo, *_):
        yield from (Outcome(job.name, job.slug, "done") for job in todo)

    monkeypatch.setattr(batch.executors, "on_this_machine", pretend)
    (tmp_path / "out" / "index.html").mkdir(parents=True)
    with pytest.raises(CannotOpen, match="The reports that were made stand"):
        make_reports(["a"], tmp_path / "out", lessons=course.lessons)


@pytest.mark.parametrize("on", ["local", "dask"])
def test_wherever_it_runs_the_same_reports_come_out(course, clients, tmp_path, monkeypatch, on):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740000000")
    for name in ("one", "two"):
        clients.add(name)
    clients.add("wrong", orders=["1,never,A,bread,2,3.50"])
    asked = {"clients": clients.folder, "lessons": course.lessons, "formats": ["html", "ipynb"]}
    there = make_reports(out=tmp_path / on, on=on, jobs=2, **asked)
    plainly = make_reports(out=tmp_path / "here", on="here", **asked)
    assert [each.state for each in there.outcomes] == [each.state for each in plainly.outcomes]
    for slug in ("one", "two"):
        for name in ("report.html", "report.ipynb"):
            assert ((tmp_path / on / slug / name).read_bytes()
                    == (tmp_path / "here" / slug / name).read_bytes())


def test_workers_start_afresh_where_there_is_no_room_to_meet_them(monkeypatch):
    assert executors._context().get_start_method() == "forkserver"
    monkeypatch.setattr(executors, "get_temp_dir", lambda: "/tmp/" + 100 * "x")
    assert executors._context().get_start_method() == "spawn"


def test_a_scheduler_that_does_not_answer_is_named(course, tmp_path):
    with pytest.raises(OwnerError, match="No dask scheduler answers at tcp://127.0.0.1:9"):
        make_reports(["a"], tmp_path / "out", lessons=course.lessons, on="dask",
                     scheduler="tcp://127.0.0.1:9")
