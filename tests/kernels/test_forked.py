"""A forked kernel is as an ordinary one: environment, folder, chance, time, figures, widgets."""

import os

from tests.kernels.talking import environment, kernel

FIGURE = """
import matplotlib.pyplot as plt
plt.plot([1, 2])
"""
HOUSE_FIGURE = """
from helpers.charts.style import describe, new_axes
describe(new_axes(), "Seen.");
"""
PAST_PYTHON = """
import os, subprocess
print("before", flush=True)
os.write(2, b"to stderr")
subprocess.run(["echo", "from a program"])
os.write(1, "caf\\u00e9".encode())
"""
LONG_PROGRAM = """
import subprocess
subprocess.run(["seq", "0", "49999"])
"""
FORK = """
import os
if os.fork() == 0:
    print("from a fork", flush=True)
    os._exit(0)
os.wait()
"""
WIDGET = "import ipywidgets; ipywidgets.IntSlider(3)"


def outside_pytest() -> dict[str, str]:
    """An environment in which ipykernel looks at what programs write; under pytest it does not."""
    return {name: value for name, value in environment().items() if name != "PYTEST_CURRENT_TEST"}


def shown(messages, mime):
    return [message["content"]["data"] for message in messages
            if mime in message["content"].get("data", {})]


def test_it_has_the_environment_it_is_given_and_not_the_fork_server_s(by_address):
    with kernel(env=environment(FOR_THE_KERNEL="yes")) as one:
        assert one.run("import os; print(os.environ.get('FOR_THE_KERNEL'), "
                       "os.environ.get('JE_ARROW_MALLOC_CONF'))") == "yes None"
        assert one.run("import subprocess; print(subprocess.check_output('echo $FOR_THE_KERNEL', "
                       "shell=True, text=True))") == "yes"


def test_it_works_in_its_folder_and_imports_from_where_it_is_told(by_address, tmp_path):
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "a_module_of_mine.py").write_text("where = 'far'")
    with kernel(cwd=str(tmp_path), env=environment(PYTHONPATH=str(tmp_path / "far"))) as one:
        assert one.run("import os; print(os.getcwd())") == str(tmp_path)
        assert one.run("import a_module_of_mine; print(a_module_of_mine.where)") == "far"


def test_its_temporary_files_go_where_its_environment_says(own, monkeypatch, tmp_path):
    (tmp_path / "asks_where.py").write_text("import tempfile; tempfile.gettempdir()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    own(["asks_where"])
    with kernel(env=environment(TMPDIR=str(tmp_path))) as one:
        assert one.run("import sys; print('asks_where' in sys.modules)") == "True"
        assert one.run("import tempfile; print(tempfile.gettempdir())") == str(tmp_path)


def test_chance_differs_between_kernels(by_address):
    draw = "import random, numpy as np; print(np.random.rand(), random.random())"
    with kernel() as one, kernel() as other:
        here, there = one.run(draw).split(), other.run(draw).split()
    assert here[0] != there[0] and here[1] != there[1]


def test_it_keeps_the_time_of_its_zone(by_address):
    ask = "import time; print(time.strftime('%z', time.localtime(1_750_000_000)))"
    for zone, ahead in (("Asia/Tokyo", "+0900"), ("America/Lima", "-0500")):
        with kernel(env=environment(TZ=zone)) as one:
            assert one.run(ask) == ahead


def test_figures_show_at_the_end_of_a_cell(by_address):
    with kernel(env=environment(MPLBACKEND="")) as one:
        assert len(shown(one.messages(FIGURE), "image/png")) == 1
        assert len(shown(one.messages(HOUSE_FIGURE), "image/png")) == 1
        assert one.run("import matplotlib.pyplot as plt; print(plt.get_fignums())") == "[]"


def test_another_backend_is_respected(by_address):
    with kernel(env=environment(MPLBACKEND="agg")) as one:
        assert not shown(one.messages(FIGURE), "image/png")
        assert one.run("import matplotlib; print(matplotlib.get_backend())") == "agg"


def test_widgets_reach_the_page_and_can_hear_from_it(by_address):
    with kernel() as one:
        messages = one.messages(WIDGET)
        assert shown(messages, "application/vnd.jupyter.widget-view+json")
        opened = [message["content"] for message in messages if message["msg_type"] == "comm_open"]
        assert {each["target_name"] for each in opened} == {"jupyter.widget"}
        assert one.run("from comm import get_comm_manager; "
                       "print(sorted(get_comm_manager().targets))") == (
            "['jupyter.widget', 'jupyter.widget.control']")


def test_warnings_are_shown_though_they_came_up_before(by_address):
    with kernel() as one:
        assert one.run("import warnings; warnings.warn('look here')").count("look here") == 2


def test_its_own_output_goes_where_it_is_told(by_address, tmp_path):
    with (tmp_path / "said").open("w") as said, kernel(stdout=said) as one:
        one.run("import os; os.write(1, b'heard')")
    assert (tmp_path / "said").read_text() == "heard"


def test_what_a_cell_writes_comes_in_its_order_and_before_its_end(by_address):
    with kernel() as one:
        one.run("from IPython.display import display")
        seen = one.messages(
            "import sys, threading\n"
            "print('one', end=''); display('two'); sys.stderr.write('three'); sys.stdout.flush()\n"
            "thread = threading.Thread(target=print, args=['four'])\n"
            "thread.start(); thread.join()\n"
            "sys.stdout.write('five')")
    kinds = [message["msg_type"] for message in seen]
    text = "".join(message["content"].get("text", "") for message in seen)
    assert kinds.index("stream") < kinds.index("display_data")
    assert text.index("one") < text.index("four") < text.index("five")
    assert "three" in text


def test_a_stream_with_nothing_to_send_calls_for_no_thread(by_address):
    counted = ("import sys\n"
               "thread, calls = sys.stdout.pub_thread, []\n"
               "schedule = thread.schedule\n"
               "thread.schedule = lambda call: (calls.append(call), schedule(call))\n"
               "sys.stdout.flush(); sys.stderr.flush(); idle = len(calls)\n"
               "print('something'); sys.stdout.flush(); busy = len(calls)\n"
               "del thread.schedule\n"
               "print(idle, busy > idle)")
    with kernel() as one:
        assert one.run(counted).split() == ["something", "0", "True"]


def test_resetting_leaves_what_it_started_with_imported(by_address):
    with kernel() as one:
        one.run("%reset -f --aggressive\nimport pandas")
        assert one.run("import sys; print('helpers.charts' in sys.modules)") == "True"


def test_what_is_written_past_python_is_shown_with_the_cell(by_address):
    with kernel(env=outside_pytest()) as one:
        for _ in range(20):
            seen = [message["content"] for message in one.messages(PAST_PYTHON)
                    if message["msg_type"] == "stream"]
            text = {name: "".join(each["text"] for each in seen if each["name"] == name)
                    for name in ("stdout", "stderr")}
            assert text == {"stdout": "before\nfrom a program\ncafé", "stderr": "to stderr"}


def test_what_a_program_writes_at_length_is_shown_whole(by_address):
    with kernel(env=outside_pytest()) as one:
        assert one.run(LONG_PROGRAM) == "".join(f"{number}\n" for number in range(50000)).strip()


def test_what_a_forked_process_prints_is_shown_once(by_address):
    with kernel(env=outside_pytest()) as one:
        assert one.run(FORK) == "from a fork"


def test_cells_may_wait_and_their_tasks_go_on(by_address):
    with kernel() as one:
        one.run("import asyncio\n"
                "async def later():\n    await asyncio.sleep(.01)\n    return 'done'\n"
                "task = asyncio.ensure_future(later())")
        assert one.run("print(await task)") == "done"


def test_it_remembers_no_history_on_disk(by_address):
    with kernel() as one:
        assert one.run("print(get_ipython().history_manager.enabled)") == "False"
