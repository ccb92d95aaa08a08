"""The fork server's kernels: each alone, ended with all it has started, whoever is killed."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading

import pytest

from helpers.kernels import forkserver
from helpers.kernels.forkserver import ADDRESS, ForkServer, private_folder
from helpers.kernels.server import refuse_threads
from tests.kernels.talking import COLD, SECONDS, comes_true, environment, kernel, runs

START_TWO = '''
import subprocess, sys
quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
near = subprocess.Popen(["sleep", "600"], **quiet)
go_away = f"""from subprocess import Popen
print(Popen(["sleep", "600"], start_new_session=True, **{quiet}).pid)"""
far = subprocess.run([sys.executable, "-c", go_away], text=True, stdout=subprocess.PIPE, check=True)
print(near.pid, far.stdout)
'''
OWNER = """
import json, os, sys, time
from pathlib import Path
from helpers.kernels import forkserver
from helpers.kernels.forkserver import fork_server
from tests.kernels.talking import kernel
forkserver._START = sys.argv[2]
scratch = Path(sys.argv[1])
(scratch / "deep").mkdir(parents=True)
with fork_server().clearing(scratch), kernel() as talking:
    started = talking.run(sys.stdin.readline().encode().decode("unicode_escape")).split()
    print(json.dumps({
        "kernel": talking.process.pid, "fork_server": fork_server().pid,
        "started": list(map(int, started)), "files": [
            str(scratch), fork_server().address, talking.manager.connection_file]}), flush=True)
    time.sleep(600)
"""


def numbers(text: str) -> list[int]:
    return list(map(int, text.split()))


def test_what_one_kernel_knows_the_next_does_not(by_address):
    about = "import os; print(os.getpid(), os.getpgid(0), os.getsid(0), os.getppid())"
    with kernel() as one, kernel() as other:
        one.run("import builtins, pandas; builtins.secret = pandas.secret = mine = 1")
        assert other.run("mine") == other.run("secret") == "NameError"
        assert other.run("import pandas; pandas.secret") == "AttributeError"
        here, there = numbers(one.run(about)), numbers(other.run(about))
    assert here[0] == here[1] == here[2] != there[0] == there[1] == there[2]
    assert here[3] == there[3] == by_address.pid


def test_what_a_kernel_has_started_ends_with_it(by_address):
    with kernel() as one, kernel() as other:
        started = numbers(one.run(START_TWO))
        kept = numbers(other.run(START_TWO))[0]
        assert len(started) == 2 and all(map(runs, started))
        one.do(one.manager.shutdown_kernel(now=True))
        assert comes_true(lambda: not any(map(runs, started)))
        assert runs(kept)


def test_what_a_kernel_has_started_ends_with_it_though_it_ended_by_itself(by_address):
    with kernel() as one:
        started = numbers(one.run(START_TWO))
        one.client.execute("import os; os._exit(0)")
        assert one.process.wait() == 0
        assert comes_true(lambda: not any(map(runs, started)))


def test_a_kernel_that_nobody_holds_any_more_ends(by_address, tmp_path):
    process = by_address.fork(["-f", str(tmp_path / "kernel.json")], environment(), tmp_path)
    pid = process.pid
    assert runs(pid)
    del process
    assert comes_true(lambda: not runs(pid))


@pytest.mark.parametrize("end, code", [
    ("import os; os._exit(7)", 7),
    ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL),
    ("import os; os.abort()", -signal.SIGABRT),
])
def test_how_a_kernel_ended_is_told(by_address, end, code):
    with kernel() as one:
        process = one.process
        assert process.poll() is None
        one.client.execute(end)
        assert process.wait() == process.poll() == code
        assert not one.do(one.manager.is_alive())


def test_a_kernel_that_is_asked_politely_finishes_its_work(by_address, tmp_path):
    with kernel(cwd=str(tmp_path)) as one:
        one.run("import atexit, pathlib; atexit.register(pathlib.Path('bye').touch)")
        process = one.process
        one.do(one.manager.shutdown_kernel())
        assert process.poll() == 0
    assert (tmp_path / "bye").exists()


def test_a_cell_is_interrupted(by_address):
    with kernel() as one:
        question = one.client.execute("print('now', flush=True)\nimport time; time.sleep(600)")
        one.do(one.until(question, "stream"))
        one.do(one.manager.interrupt_kernel())
        error = one.do(one.until(question, "error"))
        assert error["content"]["ename"] == "KeyboardInterrupt"
        one.do(one.until(question, "status"))
        assert one.run("print('still here')") == "still here"


def test_when_the_owner_is_killed_nothing_is_left(tmp_path):
    program = subprocess.Popen(
        [sys.executable, "-c", OWNER, str(tmp_path / "scratch"), COLD], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={name: value for name, value in os.environ.items() if name != ADDRESS},
    )
    program.stdin.write(START_TWO.encode("unicode_escape").decode() + "\n")
    program.stdin.close()
    told = json.loads(program.stdout.readline())
    everyone = [told["kernel"], told["fork_server"], *told["started"]]
    assert len(everyone) == 4 and all(map(runs, everyone))
    assert all(map(os.path.exists, told["files"]))
    program.kill()
    program.wait(SECONDS)
    program.stdout.close()
    assert comes_true(lambda: not any(map(runs, everyone)))
    assert comes_true(lambda: not any(map(os.path.exists, told["files"])))
    assert not any(os.path.exists(os.path.dirname(path)) for path in told["files"][1:])


def test_an_owner_that_is_killed_while_the_fork_server_still_imports_leaves_nothing(tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    program = subprocess.Popen([sys.executable, "-c", f"""
import time
from helpers.kernels.forkserver import ForkServer
fork_server = ForkServer.start()
with fork_server.clearing({str(scratch)!r}):
    print(fork_server.pid, fork_server.address, flush=True)
    time.sleep(600)
"""], text=True, stdout=subprocess.PIPE)
    pid, address = program.stdout.readline().split()
    program.kill()
    program.wait(SECONDS)
    program.stdout.close()
    assert comes_true(lambda: not runs(int(pid)))
    assert not scratch.exists() and not os.path.exists(os.path.dirname(address))


def test_when_the_fork_server_is_killed_its_kernels_end_and_another_is_started(own):
    first = own()
    with kernel() as one:
        started = numbers(one.run(START_TWO))[:1]
        process = one.process
        os.kill(first.pid, signal.SIGKILL)
        assert comes_true(lambda: not runs(process.pid))
        assert process.wait() == -signal.SIGKILL
        assert comes_true(lambda: not any(map(runs, started)))
    with kernel() as other:
        assert other.run("import os; print(os.getppid())") == str(own().pid) != str(first.pid)
    assert not os.path.exists(os.path.dirname(first.address))


def test_where_nobody_answers_at_the_address_one_s_own_is_started(own, monkeypatch, tmp_path):
    monkeypatch.setenv(ADDRESS, str(tmp_path / "nobody"))
    assert own().address != str(tmp_path / "nobody") and own() is own()


def test_two_processes_share_a_fork_server_by_its_address(by_address):
    program = """
from tests.kernels.talking import kernel
with kernel() as one:
    print(one.run("import os; print(os.getpid(), os.getppid(), "
                  "os.environ.get('GROWTH_FORK_SERVER'))"))
"""
    told = [subprocess.run([sys.executable, "-c", program], text=True, capture_output=True,
                           timeout=SECONDS, check=True).stdout.split() for _ in range(2)]
    assert told[0][1] == told[1][1] == str(by_address.pid) and told[0][0] != told[1][0]
    assert told[0][2] == "None", "a lesson has no business with the fork server"
    assert comes_true(lambda: not any(runs(int(each[0])) for each in told))


def test_its_owner_alone_can_reach_it(shared):
    assert os.stat(os.path.dirname(shared.address)).st_mode & 0o777 == 0o700


def test_closing_ends_it_and_its_kernels(own):
    fork_server = own()
    with kernel() as one:
        process = one.process
        fork_server.close()
        assert process.wait() == -signal.SIGKILL
    assert not runs(fork_server.pid) and not os.path.exists(os.path.dirname(fork_server.address))
    with pytest.raises(OSError):
        fork_server.fork([], {}, "/")


def test_a_folder_is_removed_at_the_end_of_its_connection(shared, tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    with shared.clearing(folder):
        (folder / "file").touch()
    assert comes_true(lambda: not folder.exists())


def test_a_folder_is_removed_with_the_fork_server(own, tmp_path):
    folder = tmp_path / "scratch"
    folder.mkdir()
    with kernel(), own().clearing(folder):
        own().close()
        assert not folder.exists()


def test_a_copy_in_a_forked_process_does_not_end_the_fork_server(own):
    fork_server = own()
    copy = os.fork()
    if copy == 0:
        fork_server.close()
        os._exit(0 if fork_server.running else 1)
    assert os.waitpid(copy, 0)[1] == 0
    assert fork_server.running and runs(fork_server.pid)


def test_a_second_thread_is_not_forked_with():
    goes_on = threading.Event()
    thread = threading.Thread(target=goes_on.wait)
    thread.start()
    try:
        with pytest.raises(OSError, match="threads run .* where one alone may: .*python"):
            refuse_threads()
    finally:
        goes_on.set()
        thread.join()


def test_a_fork_server_with_a_second_thread_forks_nothing(monkeypatch, tmp_path):
    (tmp_path / "starts_a_thread.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=[600], daemon=True).start()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(forkserver, "_START", COLD)
    fork_server = ForkServer.start(["starts_a_thread"])
    try:
        with pytest.raises(OSError, match="2 threads run"):
            fork_server.fork([], environment(), tmp_path)
    finally:
        fork_server.close()


def test_a_kernel_that_cannot_start_is_an_error_with_its_code(shared, tmp_path):
    with pytest.raises(OSError, match="ended with code 1 before it was ready"):
        shared.fork(["--no-such-option=1", "-f", "/"], environment(), tmp_path / "nowhere")


def test_a_private_folder_is_short_even_where_temporary_files_are_far_away(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / ("far" * 40)))
    folder = private_folder()
    assert len(str(folder)) < 80
    folder.rmdir()


def test_nothing_is_left_in_the_folder_for_temporary_files(by_address, monkeypatch):
    place = private_folder()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    with kernel() as one:
        assert one.run("print(6 * 7)") == "42"
        assert not list(place.iterdir())
    place.rmdir()
