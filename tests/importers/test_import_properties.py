"""Properties of the csv importer that hold for any file."""

import tempfile
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.importers import import_files

MAP = {"order_id": "No", "order_date": "Day", "product_id": "Code", "quantity": "Qty",
       "unit_price": "Each", "customer_id": "Mail", "discount": "Off"}

letters = st.text("abcdefghijklmnopqrstuvwxyzäéøñłß", min_size=5, max_size=9)
mails = st.builds("{}.{}@{}.example".format, letters, letters, letters)
lines = st.tuples(st.sampled_from(["T", "C", "S-1"]), st.integers(-3, 5),
                  st.decimals(0, 99, places=2), st.decimals(0, 2, places=2))
order = st.tuples(st.dates(pd.Timestamp("2024-01-01").date(), pd.Timestamp("2025-12-31").date()),
                  st.none() | mails, st.lists(lines, min_size=1, max_size=4))
orders = st.lists(order, min_size=1, max_size=8)
few = settings(max_examples=25, deadline=None)


def as_file(path, numbered):
    rows = [(number, day, code, quantity, each, mail, off)
            for number, (day, mail, bought) in numbered
            for code, quantity, each, off in bought]
    pd.DataFrame(rows, columns=["No", "Day", "Code", "Qty", "Each", "Mail", "Off"]).to_csv(
        path, index=False)
    return path


def a_business(place, name="made", key=bytes(range(32))):
    folder = Path(place) / name
    folder.mkdir()
    (folder / "business.yaml").write_text("name: Made\ncurrency: EUR\n")
    (folder / ".key").write_bytes(key)
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@few
@given(orders)
def test_importing_twice_changes_no_byte_and_leaves_no_person(made):
    with tempfile.TemporaryDirectory() as place:
        folder = a_business(place)
        path = as_file(Path(place) / "file.csv", list(enumerate(made)))
        report = import_files("csv", [path], folder, mapping=MAP)
        before = contents(folder)
        import_files("csv", [path], folder)
        assert contents(folder) == before
        [file] = report.files
        assert file.rows_read == file.rows_kept + sum(report.set_aside.values())
        everything = b"".join(before.values()).decode("utf-8", errors="replace")
        people = [part for _, mail, _ in made if mail for part in mail.split("@")[0].split(".")]
        assert not [part for part in people if part in everything]


@few
@given(orders, st.data())
def test_parts_in_any_order_even_overlapping_give_the_orders_of_the_whole(made, data):
    numbered = list(enumerate(made))
    first = data.draw(st.sets(st.sampled_from(range(len(made)))))
    both = data.draw(st.sets(st.sampled_from(range(len(made)))))
    parts = [[pair for pair in numbered if pair[0] in first | both],
             [pair for pair in numbered if pair[0] not in first or pair[0] in both]]
    parts = data.draw(st.permutations([part for part in parts if part]))
    with tempfile.TemporaryDirectory() as place:
        whole, split = a_business(place, "whole"), a_business(place, "split")
        import_files("csv", [as_file(Path(place) / "whole.csv", numbered)], whole, mapping=MAP)
        for number, part in enumerate(parts):
            import_files("csv", [as_file(Path(place) / f"{number}.csv", part)], split, mapping=MAP)
        assert (split / "orders.csv").read_bytes() == (whole / "orders.csv").read_bytes()
