"""The exercises on a network say what the map says, and read one's own."""

import pandas as pd
import pytest

from helpers.core.places import SAMPLES
from helpers.lessons.questions import find
from helpers.subjects.network import network_map

COLUMNS = ["source", "target", "relation", "strength", "revenue"]
GARAGE = pd.DataFrame(
    [("Our garage", "City Taxis", "customer", 0.9, 42_000),
     ("Our garage", "Parcel Riders", "customer", 0.6, 18_000),
     ("Our garage", "Axle Parts", "supplier", 0.8, 30_000),
     ("Our garage", "Dent and Paint", "partner", 0.6, None)], columns=COLUMNS)


def missing(line=None):
    """What the garage's map misses, with one more line as an exercise writes it."""
    added = [] if line is None else [[part if place < 3 else float(part)
                                      for place, part in enumerate(line.strip("`").split(", "))]]
    listed = pd.concat([GARAGE, pd.DataFrame(added, columns=COLUMNS)]) if added else GARAGE
    return network_map(listed, us="Our garage").missing


def test_only_the_right_line_closes_the_gap_among_suppliers():
    exercise = find("1.6.2")
    lines = [choice["text"] for choice in exercise.options if "of 100" not in choice["text"]]
    assert "nobody to take its place" in missing()["supplier"]
    closing = [line for line in lines if "Our garage" in line and "supplier" not in missing(line)]
    assert closing == [exercise.options[exercise.right]["text"]]
    assert set(missing(closing[0]).index) == {"partner", "association"}


def test_what_can_be_replaced_is_not_at_stake():
    exercise = find("1.6.7", {"garage": GARAGE})
    verdict = exercise.judge("42,000 / 2")
    assert verdict.right and "33,600" in verdict.reason and "18.0 months, not 9.8" in verdict.reason
    assert exercise.judge("8400").reason.startswith("That is the margin")


@pytest.mark.parametrize(("tables", "said"), [
    ({"network": "source,target,relation,strength,since,revenue\n"
                 "Corner shop,The mill,supplier,0.8,2020-01-01,9000\n"}, "The mill"),
    ({"orders": (SAMPLES / "shop" / "orders.csv").read_text()}, "into network.csv."),
])
def test_ones_own_business_is_read_from_its_map_or_its_sales(make_business, tables, said):
    make_business(**tables)
    verdict = find("1.6.9").judge("corner_shop")
    assert verdict.right and said in verdict.reason


def test_a_business_without_either_is_told_what_it_takes(make_business):
    make_business()
    verdict = find("1.6.9").judge("corner_shop")
    assert verdict.right is False and verdict.reason and verdict.hint
