"""A client's folder made to hang, exhaust or lead astray whoever opens it: refused, at once."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from helpers import open_business
from helpers.core.files import read_text_table
from helpers.core.problems import CannotOpen, DataProblems
from helpers.importers import import_files

ORDERS = "order_id,order_date,product_id,quantity,unit_price\n1,2025-03-31,p,1,2.50\n"
MOST_GROWTH = 200 << 20  # bytes, for all bombs after each other

MOST_TIMES_THE_TABLE = 3

needs_pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")

READ_ALL = """
import json, resource, sys
from pathlib import Path
from helpers.core.files import read_text_table
from helpers.core.problems import OwnerError

resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
folder = Path(sys.argv[1])
for path in sorted((folder / "small").iterdir()):
    read_text_table(path)
before, told = peak(), {}
for path in sorted((folder / "bombs").iterdir()):
    for rows in (5, None):
        try:
            told[path.name] = f"read {len(read_text_table(path, rows=rows).frame)}"
        except OwnerError as error:
            told[path.name] = str(error)
        told[path.name] += f" +{(peak() - before) >> 20} MB"
print(json.dumps({"told": told, "growth": peak() - before}))
"""

READ_ORDERS = """
import json, resource, sys
from helpers import open_business

peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
open_business("shop").table("orders")
before = peak()
orders = open_business(sys.argv[1]).table("orders")
print(json.dumps({"rows": len(orders), "growth": peak() - before,
                  "table": int(orders.memory_usage(deep=True).sum())}))
"""

TELL_OPENED = """
import os, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from helpers import open_business
from helpers.importers import import_files

business = open_business(sys.argv[1])
business.check()
business.table("orders")
business.answers.get("plan")
import_files("csv", [sys.argv[2]], sys.argv[1])
print(*{os.path.basename(path) for path in opened if path.startswith(sys.argv[1])}, sep="\\n")
"""

TELL_REFUSALS = """
import sys
from pathlib import Path
from helpers import open_business
from helpers.core.files import read_text_table
from helpers.importers import import_files
from helpers.core.problems import DataProblems

def told(attempt, path):
    try:
        attempt(path)
    except DataProblems as error:
        print(*(problem.found for problem in error.problems))

folder = Path(sys.argv[1])
names = ("orders.csv", "products.xlsx", "customers.parquet")
for problem in open_business(folder).check():
    print(problem.found)
for name in names:
    told(read_text_table, folder / name)
told(lambda path: import_files("csv", [path], folder), folder / names[0])
"""


def run(code, *arguments):
    done = subprocess.run([sys.executable, "-c", code, *map(str, arguments)], timeout=300,
                          capture_output=True, text=True, cwd=Path(__file__).parents[3])
    assert done.returncode == 0, done.stderr
    return done.stdout


def workbook_with(path, part, content):
    plain = path.with_suffix(".plain")
    pd.DataFrame({"a": [1]}).to_excel(plain, index=False, engine="openpyxl")
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    plain.unlink()


def packed(block, times):
    return gzip.compress(block) * times


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_bombs_are_refused_before_they_take_memory(tmp_path):
    small, bombs = tmp_path / "small", tmp_path / "bombs"
    small.mkdir()
    bombs.mkdir()
    frame = pd.DataFrame({"a": ["x"], "b": ["y"]})
    frame.to_csv(small / "a.csv", index=False)
    frame.to_excel(small / "a.xlsx", index=False)
    frame.to_parquet(small / "a.parquet")
    sixteen = 16 << 20
    (bombs / "line.csv").write_bytes(b"a,b\n" + b"x" * (3 * sixteen))
    (bombs / "line.csv.gz").write_bytes(packed(b"x" * sixteen, 128))
    (bombs / "rows.csv.gz").write_bytes(packed(b"1,2\n" * (4 << 20), 128))
    (bombs / "blank.csv.gz").write_bytes(packed(b"\n" * sixteen, 128))
    (bombs / "commas.csv.gz").write_bytes(packed(b"a,b\n" + b"," * 1000 + b"\n", 1)
                                          + packed((b"," * 1000 + b"\n") * 16_000, 60))
    (bombs / "quote.csv").write_bytes(b'a,b\n1,"' + b"x,y\n" * (3 * sixteen // 4))
    (bombs / "columns.csv").write_bytes(b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n")
    (bombs / "zeros.csv").write_bytes(b"a,b\n1,2\n" + bytes(sixteen))
    with (bombs / "sparse.csv").open("wb") as file:
        file.truncate(5 << 30)
    workbook_with(bombs / "strings.xlsx", "xl/sharedStrings.xml", "<sst>" + "<si/>" * 5_100_000)
    workbook_with(bombs / "sheet.xlsx", "xl/worksheets/sheet1.xml",
                  "<worksheet><sheetData><row>" + "<c/>" * 2_000_000)
    workbook_with(bombs / "spaces.xlsx", "xl/styles.xml", "<x>" + " " * (5 * sixteen) + "</x>")
    text = pa.DictionaryArray.from_arrays(pa.array(np.zeros(2_000_000, np.int32)),
                                          pa.array(["x" * 100_000]))
    pq.write_table(pa.table({"a": text, "b": text}), bombs / "text.parquet")
    there = {path.name for path in bombs.iterdir()}
    result = json.loads(run(READ_ALL, tmp_path))
    told = result["told"]
    assert set(told) == there
    assert "not even a row of headings" in told.pop("blank.csv.gz")
    assert [said for said in told.values() if "expected" not in said] == []
    assert result["growth"] < MOST_GROWTH, told


@pytest.mark.prove
@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no such peak")
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_reading_and_checking_a_million_lines_takes_little_more_than_they_do(make_business, ending):
    folder, draw = make_business(), np.random.default_rng(7)
    rows = 1_000_000
    lines = pd.DataFrame({
        "order_id": np.char.add("o", np.sort(draw.integers(10**6, 4 * 10**6, rows)).astype(str)),
        "order_date": np.datetime64("2022-01-01") + np.sort(draw.integers(0, 1000, rows)),
        "customer_id": np.char.add("c-1000000000", draw.integers(10**5, 10**6, rows).astype(str)),
        "product_id": draw.integers(10_000, 13_000, rows).astype(str),
        "quantity": draw.integers(1, 12, rows),
        "unit_price": draw.integers(50, 9_900, rows) / 100,
        "discount": draw.integers(0, 300, rows) / 100,
        "channel": draw.choice(["web", "shop", "market"], rows),
        "country": draw.choice(["United Kingdom", "Germany", "France"], rows),
    })
    if ending == "csv":
        lines.to_csv(folder / "orders.csv", index=False)
    else:
        lines.to_parquet(folder / "orders.parquet", index=False)
    result = json.loads(run(READ_ORDERS, folder))
    assert result["rows"] == rows
    assert result["growth"] < MOST_TIMES_THE_TABLE * result["table"]


def test_no_notebook_program_or_pickle_in_the_folder_is_ever_opened(make_business, tmp_path):
    folder = make_business(orders=ORDERS)
    bait = ("orders.ipynb", "report.ipynb", "orders.py", "business.py", "helpers.py",
            "sitecustomize.py", "conftest.py", "orders.pkl", "orders.pickle", ".env",
            "pandas.py", "yaml.py")
    for name in bait:
        (folder / name).write_text("raise SystemExit('opened')")
    export = tmp_path / "export.csv"
    export.write_text(ORDERS.replace("\n1,", "\n2,"))
    opened = set(run(TELL_OPENED, folder, export).split())
    assert "orders.csv" in opened
    assert not opened & set(bait)


@needs_pipes
def test_a_pipe_is_refused_not_waited_for(make_business):
    folder = make_business()
    for name in ("orders.csv", "products.xlsx", "customers.parquet"):
        os.mkfifo(folder / name)
    told = run(TELL_REFUSALS, folder).splitlines()
    assert told == ["a pipe or a device"] * 7


def test_a_folder_named_like_a_table_is_told(make_business):
    folder = make_business(products="product_id,name,category\np,Tea,Hot\n")
    (folder / "orders.csv").mkdir()
    business = open_business(folder)
    (problem,) = business.check()
    assert (problem.file, problem.found) == ("orders.csv", "a folder")
    assert business.table("products")["name"].tolist() == ["Tea"]
    assert business.table_files() == [folder / "products.csv"]
    with pytest.raises(DataProblems, match="a folder"):
        read_text_table(folder / "orders.csv")


@pytest.mark.parametrize("target", ["../secret.csv", "/dev/zero", "nowhere.csv", "orders.csv"])
def test_a_link_that_leads_out_or_nowhere_is_refused(make_business, target):
    folder = make_business()
    (folder.parent / "secret.csv").write_text(ORDERS)
    (folder / "orders.csv").symlink_to(target)
    business = open_business(folder)
    (problem,) = business.check()
    assert problem.file == "orders.csv"
    assert problem.found in ("a link to a place outside corner_shop", "a link that leads nowhere")
    assert business.table_files() == []
    with pytest.raises(DataProblems, match="a link"):
        business.table("orders")


def test_a_link_within_the_folder_is_read(make_business):
    folder = make_business()
    (folder / "2025").mkdir()
    (folder / "2025" / "lines.csv").write_text(ORDERS)
    (folder / "orders.csv").symlink_to("2025/lines.csv")
    assert len(open_business(folder).table("orders")) == 1


@pytest.mark.parametrize("name", ["business.yaml", "answers.yaml", "imports.yaml"])
def test_settings_answers_and_the_ledger_are_no_links_out(make_business, name, tmp_path):
    folder = make_business(orders=ORDERS)
    outside = tmp_path / "outside.yaml"
    outside.write_text("name: Secret\ncurrency: GBP\n")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(outside)
    with pytest.raises(DataProblems, match="a link to a place outside corner_shop"):
        business = open_business(folder)
        business.answers.get("plan")
        import_files("csv", [folder / "orders.csv"], folder)


@pytest.mark.parametrize("name", ["answers.yaml", "imports.yaml"])
@pytest.mark.parametrize("content", [
    "a: " + "[" * 100_000, "a: &a [x,x]\nb: &b [*a,*a]\nc: *b\n", "a: x\n" + "#" * (17 << 20)])
def test_answers_and_the_ledger_are_read_within_bounds(make_business, name, content):
    folder = make_business(orders=ORDERS)
    (folder / name).write_text(content)
    with pytest.raises(CannotOpen, match=name):
        open_business(folder).answers.get("plan")
        import_files("csv", [folder / "orders.csv"], folder)


def test_a_file_or_folder_that_may_not_be_read_is_told(make_business, monkeypatch):
    folder = make_business(orders=ORDERS)
    business = open_business(folder)

    def forbidden(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", forbidden)
        (problem,) = business.check()
        assert "cannot be read (Permission denied)" in problem.found
        with pytest.raises(CannotOpen, match="business.yaml in .* cannot be read"):
            open_business(folder)
    monkeypatch.setattr(Path, "iterdir", forbidden)
    with pytest.raises(CannotOpen, match="The folder .* cannot be read"):
        business.check()
    monkeypatch.setattr(Path, "is_file", forbidden)
    with pytest.raises(CannotOpen, match="The folder .* cannot be read"):
        open_business(folder)
