"""The commands, as typed."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import helpers.reports
from helpers.cli import _parser, main
from helpers.core.places import ROOT
from helpers.lessons.questions import KINDS
from helpers.reports import Limits
from helpers.reports.batch import BatchResult
from helpers.reports.progress import JsonLines, Silent

SALES = (
    "Invoice,Date,Item,Qty,Price,Client\n"
    "1,2025-01-05,tea,2,1.50,ann@example.com\n"
    "2,2025-02-07,tea,1,1.50,ann@example.com\n"
    "3,2025-02-20,mug,1,9.00,bob@example.com\n"
)
MAPPING = ["order_id=Invoice", "order_date=Date", "product_id=Item", "quantity=Qty",
           "unit_price=Price", "customer_id=Client"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path / "businesses"))
    return tmp_path / "businesses"


@pytest.fixture
def sales(tmp_path) -> str:
    path = tmp_path / "sales.csv"
    path.write_text(SALES)
    return str(path)


def test_new_makes_a_folder_and_says_what_is_next(own_folder, capsys):
    assert main(["new", "mine", "--currency", "EUR"]) == 0
    said = capsys.readouterr().out
    assert "EUR" in said and "growth import" in said
    assert (own_folder / "mine" / "business.yaml").is_file()


def test_import_makes_the_business_and_check_finds_nothing_to_mend(sales, capsys):
    assert main(["import", "csv", sales, "--into", "mine", "--map", *MAPPING]) == 0
    assert "3 rows read, 3 kept" in capsys.readouterr().out
    assert main(["check", "mine"]) == 0
    assert "0 to put right" in capsys.readouterr().out


def test_the_mapping_is_remembered(sales, capsys):
    main(["import", "csv", sales, "--into", "mine", "--map", *MAPPING])
    Path(sales).write_text(SALES + "4,2025-03-01,tea,1,1.50,ann@example.com\n")
    assert main(["import", "csv", sales, "--into", "mine"]) == 0
    assert "4 rows read, 4 kept" in capsys.readouterr().out


def test_check_says_everything_at_once_and_fails(own_folder, capsys):
    main(["new", "mine"])
    (own_folder / "mine" / "orders.csv").write_text(
        "order_id,order_date,product_id,quantity,unit_price\n1,2025-02-31,tea,two,1.50\n")
    assert main(["check", "mine"]) == 1
    said = capsys.readouterr().out
    assert "column order_date, 1 row (row 2)" in said
    assert "column quantity, 1 row (row 2)" in said
    assert "2 to put right" in said


@pytest.mark.parametrize("words, expected", [
    (["check", "shup"], "Did you mean shop?"),
    (["import", "shopfy", "x.csv", "--into", "mine"], "Did you mean shopify?"),
    (["import", "csv", "x.csv", "--into", "mine", "--map", "order_id"], "column=heading"),
    (["new", "a b"], "cannot name a folder"),
])
def test_a_slip_is_answered_without_a_traceback(words, expected, capsys):
    assert main(words) == 1
    assert expected in capsys.readouterr().err


def test_a_failed_import_leaves_no_business_behind(own_folder, capsys):
    assert main(["import", "csv", "nowhere.csv", "--into", "mine"]) == 1
    assert not (own_folder / "mine").exists()


def test_the_installed_command_answers():
    growth = Path(sys.executable).with_name("growth")
    said = subprocess.run([growth, "--help"], capture_output=True, text=True, check=True).stdout
    for command in ("doctor", "new", "import", "check", "report", "app"):
        assert command in said


@pytest.fixture
def asked(monkeypatch):
    """What the report command asks of the room that makes reports; nothing is made."""
    wishes = []

    def pretend(businesses, out, **wish):
        wishes.append(wish | {"businesses": businesses, "out": out})
        wish["watch"].begins(0, 1)
        return BatchResult(Path(out), (), (), 1.0)

    monkeypatch.setattr(helpers.reports, "make_reports", pretend)
    return wishes


def test_a_report_is_asked_for_with_what_was_typed(asked, capsys):
    assert main(["report", "shop", "--out", "there", "--format", "pdf, html",
                 "-p", "period", "week", "-p", "horizon", "6", "--jobs", "3", "--on", "dask", "--scheduler", "tcp://x:1",
                 "--timeout", "30", "--memory", "1.5G", "--resume"]) == 0
    (wish,) = asked
    assert isinstance(wish.pop("watch"), Silent)
    assert wish == {
        "businesses": ["shop"], "out": "there", "clients": None, "formats": ("pdf", "html"),
        "parameters": {"period": "week", "horizon": "6"}, "jobs": 3, "on": "dask",
        "scheduler": "tcp://x:1", "resume": True, "limits": Limits(30, 3 << 29),
    }
    assert "0 of 0 reports made" in capsys.readouterr().out


def test_without_wishes_a_report_has_all_formats_and_a_bound_on_each_cell(asked):
    main(["report"])
    assert asked[0]["formats"] == ("html", "pdf", "xlsx", "ipynb")
    assert asked[0]["limits"] == Limits(600, None) and asked[0]["jobs"] is None


def test_for_machines_there_is_json_and_nothing_else(asked, capsys):
    main(["report", "--json"])
    assert isinstance(asked[0]["watch"], JsonLines)
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["event"] == "begins"


@pytest.mark.parametrize("words", [
    ["--jobs", "0"], ["--jobs", "many"], ["--timeout", "-1"], ["--memory", "lots"],
    ["--memory", "0"], ["--on", "moon"], ["-p", "period"], ["--jsn"],
])
def test_a_mistyped_option_ends_before_anything_is_asked(asked, words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["report", *words])
    assert ended.value.code == 2 and not asked


def test_a_scheduler_without_dask_is_a_slip(asked, capsys):
    assert main(["report", "--scheduler", "tcp://x:1"]) == 1
    assert "--scheduler is for --on dask" in capsys.readouterr().err and not asked


def commands_of_the_readme():
    blocks = re.findall(r"^```(?:yaml)?\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    for line in lines:
        found = re.search(r"(?:^|[\s/\\])growth ((?:report|who|import|check|new|app)\b.*)", line)
        if found:
            yield found[1].partition("#")[0].strip()


@pytest.mark.parametrize("words", sorted(set(commands_of_the_readme())))
def test_every_command_in_the_readme_is_one_that_there_is(words):
    assert callable(_parser().parse_args(shlex.split(words)).run)


def test_the_way_to_write_a_lesson_is_told(capsys):
    assert main(["lesson"]) == 0
    told = capsys.readouterr().out
    for path in re.findall(r"`((?:notebooks|helpers)/[\w/.]+\.\w+)`", told):
        assert (ROOT / path).exists(), path
    assert "helpers/subjects/customers/exercises.yaml" in told
    assert {f"`{kind}`" for kind in KINDS} <= set(re.findall(r"`\w+`", told))
