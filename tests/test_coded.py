"""Values told apart: as pandas does it, once for all tables that share them, and then forgotten."""

import gc

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import coded as module
from helpers.coded import among, coded

cells = st.lists(st.sampled_from(["ann", "bob", "", "Åsa", None]), max_size=30)


def text(values) -> pd.Series:
    return pd.Series(values, dtype="str")


@given(cells)
def test_it_tells_apart_what_pandas_tells_apart(values):
    codes, found = coded(text(values))
    expected_codes, expected = pd.factorize(text(values))
    assert codes.tolist() == expected_codes.tolist()
    assert found.tolist() == expected.tolist()
    assert found.dtype == "str"


@given(cells, cells)
def test_among_is_where_the_others_have_it_too(values, others):
    here = among(text(values), text(others))
    named = [other for other in others if other is not None]
    assert here.tolist() == [value in named for value in values]


def test_values_that_stand_in_several_pieces_are_told_apart_as_one():
    pieces = pa.chunked_array([["b", "a"], ["a", None, "c"]], type=pa.large_string())
    codes, values = coded(pd.Series(pd.array(pieces, dtype="str")))
    assert values[codes[codes >= 0]].tolist() == ["b", "a", "a", "c"]
    assert (codes < 0).tolist() == [False, False, False, True, False]


def test_numbers_are_told_apart_too():
    codes, values = coded(pd.Series([7, 5, 7]))
    assert (codes.tolist(), values.tolist()) == ([0, 1, 0], [7, 5])


@pytest.fixture
def orders():
    return pd.DataFrame({"customer_id": text(["a", "b", "a"]), "quantity": [1, 2, 3]})


def test_tables_that_share_their_values_are_looked_through_once(orders, monkeypatch):
    first = coded(orders["customer_id"])
    monkeypatch.setattr(module, "_told_apart", None)
    for same in (orders, orders.copy(), orders.reset_index(drop=True), orders.assign(quantity=0)):
        assert coded(same["customer_id"]) is first


def test_what_has_changed_is_looked_through_again(orders):
    coded(orders["customer_id"])
    orders.loc[0, "customer_id"] = "c"
    assert coded(orders["customer_id"])[1].tolist() == ["c", "b", "a"]
    assert coded(orders[orders["quantity"] > 2]["customer_id"])[1].tolist() == ["a"]


def test_it_is_forgotten_with_the_values():
    before = len(module._found)
    column = text(["a", "b"])
    coded(column)
    assert len(module._found) == before + 1
    del column
    gc.collect()
    assert len(module._found) == before


def test_nobody_changes_what_others_count_by(orders):
    codes, _ = coded(orders["customer_id"])
    with pytest.raises(ValueError, match="read-only"):
        codes[0] = 1
    assert np.array_equal(coded(orders["customer_id"])[0], [0, 1, 0])
