"""The data contract: cells to types, and everything that is wrong said at once."""

import datetime as dt
import gzip

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.core.files import RawTable, read_text_table
from helpers.core.problems import MUST_FIX, WORTH_A_LOOK
from helpers.core.tables import (
    ACCOUNTS, DATE, FLAG, ID, MONTH, NUMBER, SCHEMAS, TEXT, check_references, check_table,
)
from helpers.subjects.finance.accounts import KINDS

DTYPES = {TEXT: "str", ID: "str", NUMBER: "float64", FLAG: "boolean"}


def raw(table, **columns):
    frame = pd.DataFrame({name: pd.Series(cells, dtype="str") for name, cells in columns.items()})
    frame.index += 2
    return RawTable(frame, f"{table}.csv")


def check(table, *, dates=None, decimal=None, **columns):
    return check_table(raw(table, **columns), SCHEMAS[table], dates=dates, decimal=decimal)


def orders(**columns):
    rows = len(next(iter(columns.values()))) if columns else 1
    whole = {"order_id": "1", "order_date": "2025-03-31", "product_id": "p", "quantity": "1",
             "unit_price": "2.50"}
    return {**{name: [value] * rows for name, value in whole.items()}, **columns}


def only(problems, column=None):
    (problem,) = [p for p in problems if column is None or p.column == column]
    return problem


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_has_all_its_columns_in_the_contracts_types(name):
    schema = SCHEMAS[name]
    values = {DATE: "2025-03-31", MONTH: "2025-03", NUMBER: "0.5", FLAG: "yes", TEXT: "a", ID: "a"}
    filled = {column.name: [column.choices[0] if column.choices else values[column.kind]]
              for column in schema.columns}
    required = {column.name: filled[column.name] for column in schema.columns if column.required}
    for columns in (filled, required):
        checked = check(name, **columns)
        assert checked.problems == ()
        assert checked.frame.columns.tolist() == schema.column_names
        for column in schema.columns:
            dtype = checked.frame[column.name].dtype
            assert dtype.kind == "M" if column.kind in (DATE, MONTH) else (
                dtype == DTYPES[column.kind])
            assert checked.frame[column.name].isna().tolist() == [column.name not in columns]


def test_all_problems_of_a_file_are_told_at_once():
    checked = check(
        "orders", order_id=["1", None, "3"], order_date=["2025-03-31", "soon", "2025-13-01"],
        prodct_id=["p", "p", "p"], quantity=["1", "two", "3"], unit_price=["1", "2", "-3"],
        email=["a@b.example", None, None],
    )
    told = {(p.column, p.rows, p.severity) for p in checked.problems}
    assert told == {
        ("order_id", (3,), MUST_FIX), ("order_date", (3, 4), MUST_FIX),
        ("product_id", (), MUST_FIX), ("quantity", (3,), MUST_FIX),
        ("unit_price", (4,), MUST_FIX), ("email", (), WORTH_A_LOOK),
    }


def test_a_problem_names_found_expected_and_remedy():
    problem = only(check("orders", **orders(order_date=["2025-03-31", "31 June 2025"])).problems)
    assert str(problem) == (
        "orders.csv, column order_date, 1 row (row 3)\n"
        "  found:    “31 June 2025”\n"
        "  expected: a date such as 2025-03-31\n"
        "  to do:    correct the cells, or delete the rows if they are not data"
    )


def test_of_many_rows_the_first_five_are_numbered_and_all_counted():
    problem = only(check("orders", **orders(quantity=["many"] * 1200)).problems)
    assert problem.rows == (2, 3, 4, 5, 6)
    assert "1,200 rows (rows 2, 3, 4, 5, 6, …)" in str(problem)


def test_a_misspelt_heading_is_recognised():
    columns = orders()
    columns["unit_prise"] = columns.pop("unit_price")
    problem = only(check("orders", **columns).problems)
    assert problem.column == "unit_price"
    assert "is it the one headed “unit_prise”? Rename it" in problem.remedy


def test_headings_are_read_whatever_their_case_spaces_and_hyphens():
    columns = {name.replace("_", " ").title(): cells for name, cells in orders().items()}
    columns["Unit-Price "] = columns.pop("Unit Price")
    assert check("orders", **columns).problems == ()


def test_columns_headed_alike_are_refused():
    problem = only(check("orders", **orders(), **{"Order ID": ["1"]}).problems)
    assert problem.column == "order_id"
    assert problem.found == "columns headed alike: “order_id”, “Order ID”"


def test_an_ambiguous_date_is_asked_about_and_the_owners_word_settles_it():
    columns = orders(order_date=["03/04/2025", "05/06/2025"])
    problem = only(check("orders", **columns).problems)
    assert problem.column == "order_date"
    assert "“03/04/2025”, “05/06/2025”" in problem.found
    assert "business.yaml" in problem.remedy
    for word, month in (("day-first", 4), ("month-first", 3)):
        settled = check("orders", dates=word, **columns)
        assert settled.problems == ()
        assert settled.frame["order_date"].dt.month.tolist()[0] == month


def test_an_ambiguous_number_is_asked_about_and_the_owners_word_settles_it():
    columns = orders(unit_price=["1.250", "2"])
    problem = only(check("orders", **columns).problems)
    assert (problem.column, "decimal: comma" in problem.remedy) == ("unit_price", True)
    for word, price in (("point", 1.25), ("comma", 1250)):
        settled = check("orders", decimal=word, **columns)
        assert settled.frame["unit_price"].tolist() == [price, 2]


def test_one_column_settles_what_another_leaves_open():
    checked = check("subscriptions", customer_id=["a"], plan=["basic"], start_date=["03/04/2025"],
                    end_date=["31/12/2025"], monthly_fee=["9"])
    assert checked.problems == ()
    assert checked.frame["start_date"].tolist() == [pd.Timestamp("2025-04-03")]


def test_bounds_choices_and_rules_between_columns_are_kept():
    scores = check("feedback", date=["2025-03-31"] * 2, score=["11", "10"])
    assert only(scores.problems).rows == (2,)
    account = check("finances", month=["2025-03"], account=["beer money"], amount=["5"])
    assert "revenue" in only(account.problems).expected
    backwards = check("subscriptions", customer_id=["a"], plan=["b"], start_date=["2025-03-31"],
                      end_date=["2025-03-30"], monthly_fee=["9"])
    assert only(backwards.problems).column == "start_date and end_date"
    swapped = check("experiments", experiment=["e"], variant=["a"], exposures=["3"],
                    conversions=["4"])
    assert only(swapped.problems).found == "more conversions than exposures"


def test_a_key_that_comes_again_is_told_at_its_later_rows():
    checked = check("finances", month=["2025-03", "Mar 2025", "2025-04"], amount=["1", "2", "3"],
                    account=["rent", "rent", "rent"])
    problem = only(checked.problems)
    assert (problem.rows, problem.column) == ((3,), "month and account")


def test_a_test_with_days_may_name_a_variant_each_day_and_one_without_only_once():
    rows = {"experiment": ["e"] * 2, "variant": ["a"] * 2, "exposures": ["9"] * 2,
            "conversions": ["4"] * 2}
    assert check("experiments", day=["2025-03-31", "2025-04-01"], **rows).problems == ()
    assert only(check("experiments", **rows).problems).column == "experiment and variant"
    twice = only(check("experiments", day=["2025-03-31"] * 2, **rows).problems)
    assert twice.found.endswith(": e a 2025-03-31")
    blank = only(check("experiments", day=["", ""], **rows).problems)
    assert (blank.rows, blank.found[-5:]) == ((3,), ": e a")


def test_a_budget_is_checked_as_the_finances_are_and_reaches_ahead():
    rows = {"month": ["2025-03", "2026-12"], "account": ["rent", "headcount"],
            "amount": ["1500", "2.5"]}
    assert check("budget", **rows).frame.equals(check("finances", **rows).frame)
    twice = check("budget", month=["2025-03", "Mar 2025"], account=["rent"] * 2, amount=["1", "2"])
    assert only(twice.problems).column == "month and account"
    assert SCHEMAS["budget"].reaches_ahead
    assert not SCHEMAS["finances"].reaches_ahead


def test_every_account_of_the_contract_is_known_to_the_analyses_and_the_reverse():
    assert set(ACCOUNTS) == set(KINDS)


def test_an_empty_required_cell_is_told_and_an_empty_category_is_not():
    checked = check("products", product_id=["p", "q"], name=["Tea", " "], category=[None, ""])
    assert only(checked.problems).rows == (3,)
    assert only(checked.problems).column == "name"


def test_personal_details_are_worth_a_look_wherever_they_stand():
    checked = check("customers", customer_id=["ann@shop.example", "c2"], billing_name=["A", "B"],
                    remarks=["write to bob@shop.example", None], colour=["red", "blue"])
    assert {p.column for p in checked.problems} == {"customer_id", "billing_name", "remarks"}
    assert {p.severity for p in checked.problems} == {WORTH_A_LOOK}


def test_types_that_a_workbook_holds_are_taken_as_they_are():
    frame = pd.DataFrame({
        "order_id": [1001.0, 1002.0], "order_date": pd.to_datetime(["2025-03-31 14:05", None]),
        "product_id": ["p", "q"], "quantity": [1, 2],
        "unit_price": [2.5, np.nan],
    }, index=[2, 3])
    checked = check_table(RawTable(frame, "orders.xlsx"), SCHEMAS["orders"])
    assert checked.frame["order_id"].tolist() == ["1001", "1002"]
    assert checked.frame["order_date"].tolist()[0] == pd.Timestamp("2025-03-31")
    assert {(p.column, p.rows) for p in checked.problems} == {
        ("order_date", (3,)), ("unit_price", (3,))}


def test_codes_another_table_does_not_know_are_worth_a_look():
    lines = check("orders", **orders(product_id=["p", "q", "q"], customer_id=["c", None, "d"]))
    products = check("products", product_id=["p"], name=["Tea"], category=["Hot"])
    problem = only(check_references(
        {"orders": lines.frame, "products": products.frame},
        {"orders": "orders.csv", "products": "products.csv"},
    ))
    assert (problem.column, problem.count, problem.rows) == ("product_id", 2, (3, 4))
    assert problem.severity == WORTH_A_LOOK


def test_every_column_of_the_contract_says_what_it_means():
    for schema in SCHEMAS.values():
        assert schema.row
        assert all(column.meaning for column in schema.columns)
        assert set(schema.key) <= set(schema.column_names)
        for column, table, theirs in schema.refers_to:
            assert column in schema.column_names
            assert theirs in SCHEMAS[table].column_names


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=8)
prices = st.decimals(0, 10**6, places=2).map(float) | st.floats(0, 1e12)
order_rows = st.lists(st.fixed_dictionaries({
    "order_id": words,
    "order_date": st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)),
    "product_id": words,
    "quantity": st.integers(-1000, 1000).map(float),
    "unit_price": prices,
}), min_size=1, max_size=6)


@given(
    rows=order_rows,
    separator=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le"]),
    mark=st.sampled_from(".,"),
    style=st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d %b %Y"]),
    packed=st.booleans(),
)
def test_an_order_table_in_any_dialect_reads_back_equal_or_is_asked_about(
    tmp_path_factory, rows, separator, encoding, mark, style, packed
):
    meant = pd.DataFrame(rows)
    written = meant.assign(
        order_date=[day.strftime(style) for day in meant["order_date"]],
        quantity=meant["quantity"].map("{:.0f}".format),
        unit_price=[repr(price).replace(".", mark) for price in meant["unit_price"]],
    )
    data = written.to_csv(index=False, sep=separator).encode(encoding)
    path = tmp_path_factory.mktemp("dialect") / "orders.csv"
    path.write_bytes(gzip.compress(data) if packed else data)
    checked = check_table(read_text_table(path), SCHEMAS["orders"])
    if checked.problems:
        assert all("in business.yaml, under files:" in p.remedy for p in checked.problems)
        return
    read = checked.frame[list(meant)].reset_index(drop=True)
    read["order_date"] = read["order_date"].dt.date
    assert read.to_dict("list") == meant.to_dict("list")


cell = st.one_of(st.none(), st.text(max_size=10), st.sampled_from(
    ["1", "1.5", "1,5", "1.234", "2025-03-31", "03/04/2025", "yes", "a@b.example", "inf", "1e400"]))
headings = st.sampled_from(
    sorted({name for schema in SCHEMAS.values() for name in schema.column_names} | {"Order ID"})
) | st.text(max_size=8)


@given(
    name=st.sampled_from(sorted(SCHEMAS)),
    columns=st.dictionaries(headings, st.lists(cell, min_size=3, max_size=3), max_size=8),
)
def test_no_text_whatever_breaks_the_check(name, columns):
    checked = check(name, **columns)
    assert checked.frame.columns.tolist() == SCHEMAS[name].column_names
    for problem in checked.problems:
        assert str(problem)
