"""The data contract: what each table of a business holds, checked in the owner's words."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.core import parsing
from helpers.core.files import RawTable
from helpers.core.problems import ROWS_SHOWN, WORTH_A_LOOK, Problem

TEXT, ID, DATE, MONTH, NUMBER, FLAG = "text", "id", "date", "month", "number", "yes/no"

EXPECTED = {
    DATE: "a date such as 2025-03-31",
    MONTH: "a month such as 2025-03",
    NUMBER: "a number such as 1234.50",
    FLAG: "yes or no",
}

ACCOUNTS = (
    "revenue", "cost_of_goods", "payroll", "rent", "marketing", "other_operating", "depreciation",
    "interest", "tax", "cash", "receivables", "inventory", "other_current_assets", "fixed_assets",
    "payables", "other_current_liabilities", "short_term_debt", "long_term_debt", "equity",
    "operating_cash_flow", "investing_cash_flow", "financing_cash_flow", "headcount",
)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, meaning : str
        The heading, and what stands under it, with its unit.
    kind : str
        One of `TEXT`, `ID`, `DATE`, `MONTH`, `NUMBER`, `FLAG`.
    required : bool
        Whether the table is of use without it.
    at_least, at_most : float, optional
        Bounds for numbers.
    choices : tuple of str
        The only words allowed, where there are few.
    blank : bool
        Whether single cells may be empty though the column is required.
    """

    name: str
    kind: str
    meaning: str
    required: bool = True
    at_least: float | None = None
    at_most: float | None = None
    choices: tuple[str, ...] = ()
    blank: bool = False


@dataclass(frozen=True)
class RowRule:
    """A rule over several columns of one row; `broken` marks the rows that break it."""

    columns: tuple[str, ...]
    broken: Callable[[pd.DataFrame], pd.Series]
    found: str
    expected: str
    remedy: str


@dataclass(frozen=True)
class Schema:
    """One table of the contract: a row's meaning, its columns, what makes a row unique.

    A table that `reaches_ahead` also says what is to come; its last day is not that of the data.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[RowRule, ...] = ()
    refers_to: tuple[tuple[str, str, str], ...] = ()  # (column, table, column there)
    reaches_ahead: bool = False

    @property
    def column_names(self) -> list[str]:
        return [column.name for column in self.columns]


def _optional(name: str, kind: str, meaning: str, **more) -> Column:
    return Column(name, kind, meaning, required=False, **more)


_ends_after_start = RowRule(
    ("start_date", "end_date"),
    lambda rows: rows["end_date"] < rows["start_date"],
    "an end before the start", "an end_date on or after its start_date",
    "correct one of the two dates",
)

_ACCOUNT_OF_A_MONTH = (
    Column("month", MONTH, "the month"),
    Column("account", TEXT, "which account; a balance is the one at the month's end",
           choices=ACCOUNTS),
    Column("amount", NUMBER, "amount in the business's currency, costs positive; of headcount the "
                             "people at the month's end, in full-time equivalents"),
)

SCHEMAS = {
    schema.name: schema
    for schema in (
        Schema("orders", "one line of an order: one product bought, or returned, by one customer", (
            Column("order_id", ID, "the order's number; lines of one order share it"),
            Column("order_date", DATE, "the day of the order, local time"),
            _optional("customer_id", ID, "the customer's pseudonym; empty for a guest"),
            Column("product_id", ID, "the product's code"),
            Column("quantity", NUMBER, "units sold; negative for a refund or cancellation"),
            Column("unit_price", NUMBER, "price of one unit, in the business's currency",
                   at_least=0),
            _optional("discount", NUMBER,
                      "money off the whole line, in the business's currency; negative on a refund"),
            _optional("channel", TEXT, "where it was sold: shop, web, market, …"),
            _optional("country", TEXT, "the customer's country"),
        ), refers_to=(("product_id", "products", "product_id"),
                      ("customer_id", "customers", "customer_id"))),
        Schema("customers", "one customer", (
            Column("customer_id", ID, "the customer's pseudonym"),
            _optional("signup_date", DATE, "the day the customer joined"),
            _optional("region", TEXT, "where the customer is"),
            _optional("segment", TEXT, "the kind of customer, in the owner's words"),
            _optional("member", FLAG, "whether the customer is in the loyalty programme"),
        ), key=("customer_id",)),
        Schema("products", "one product or service", (
            Column("product_id", ID, "the product's code"),
            Column("name", TEXT, "what it is called"),
            Column("category", TEXT, "the product line it belongs to", blank=True),
            _optional("unit_cost", NUMBER,
                      "what one unit costs the business, in its currency", at_least=0),
            _optional("lead_time_days", NUMBER, "days from ordering to having it", at_least=0),
            _optional("shelf_life_days", NUMBER, "days it can be sold; empty if it keeps",
                      at_least=0),
        ), key=("product_id",)),
        Schema("subscriptions", "one subscription of one customer, from its start to its end", (
            Column("customer_id", ID, "the customer's pseudonym"),
            Column("plan", TEXT, "the plan's name"),
            Column("start_date", DATE, "the first day"),
            _optional("end_date", DATE, "the day it ended; empty while it runs"),
            Column("monthly_fee", NUMBER, "fee for one month, in the business's currency",
                   at_least=0),
        ), rules=(_ends_after_start,), refers_to=(("customer_id", "customers", "customer_id"),)),
        Schema("finances", "one account's amount in one month", _ACCOUNT_OF_A_MONTH,
               key=("month", "account")),
        Schema("budget", "what one account was planned to be in one month", _ACCOUNT_OF_A_MONTH,
               key=("month", "account"), reaches_ahead=True),
        Schema("marketing", "one channel's spending in one month", (
            Column("month", MONTH, "the month"),
            Column("channel", TEXT, "the advertising channel"),
            Column("spend", NUMBER, "money spent, in the business's currency", at_least=0),
            _optional("leads", NUMBER, "enquiries that came from it", at_least=0),
            _optional("new_customers", NUMBER, "first-time buyers that came from it", at_least=0),
        ), key=("month", "channel")),
        Schema("daily_context", "one day", (
            Column("date", DATE, "the day"),
            Column("open", FLAG, "whether the business was open"),
            _optional("event", TEXT, "a holiday or local event"),
            _optional("temperature", NUMBER, "degrees Celsius, the day's highest",
                      at_least=-60, at_most=60),
            _optional("rain", NUMBER, "millimetres of rain", at_least=0),
        ), key=("date",), reaches_ahead=True),
        Schema("journey", "one customer entering one stage", (
            Column("customer_id", ID, "the customer's or prospect's pseudonym"),
            Column("stage", TEXT, "the stage of the customer journey"),
            Column("entered_at", DATE, "the day the stage was entered"),
        )),
        Schema("processes", "one step of one process", (
            Column("process", TEXT, "the process's name"),
            Column("step", TEXT, "the step's name"),
            Column("minutes", NUMBER, "working minutes for one case", at_least=0),
            Column("wait_minutes", NUMBER, "minutes a case waits before the step", at_least=0),
            Column("volume", NUMBER, "cases in a month", at_least=0),
            Column("automated", FLAG, "whether a machine does it"),
            Column("errors", NUMBER, "cases in a month that had to be done again", at_least=0),
        ), key=("process", "step")),
        Schema("operations", "one event of one machine or asset", (
            Column("asset_id", ID, "the machine's code"),
            Column("date", DATE, "the day"),
            Column("event", TEXT, "what happened: failure, service, inspection, …"),
            _optional("hours", NUMBER, "running hours by then", at_least=0),
        )),
        Schema("network", "one relation between two organisations", (
            Column("source", ID, "one organisation's code"),
            Column("target", ID, "the other's code"),
            Column("relation", TEXT, "supplier, customer, partner, …"),
            Column("strength", NUMBER, "how strong it is, 0 to 1", at_least=0, at_most=1),
            _optional("since", DATE, "when it began"),
            _optional("revenue", NUMBER, "money through it in a year, in the business's currency"),
        ), refers_to=(("source", "organisations", "id"), ("target", "organisations", "id"))),
        Schema("organisations", "one organisation in the business's network", (
            Column("id", ID, "the organisation's code"),
            Column("kind", TEXT, "supplier, customer, partner, association, …"),
            Column("sector", TEXT, "its trade"),
            Column("region", TEXT, "where it is"),
        ), key=("id",)),
        Schema("community", "one thing one member did on one day", (
            Column("member_id", ID, "the member's pseudonym"),
            Column("date", DATE, "the day"),
            Column("activity", TEXT, "what it was: post, reply, event, referral, …"),
            _optional("weight", NUMBER, "how much it counts; 1 where empty", at_least=0),
        )),
        Schema("feedback", "one answer from one customer", (
            Column("date", DATE, "the day"),
            _optional("customer_id", ID, "the customer's pseudonym"),
            Column("score", NUMBER, "0 to 10, would recommend", at_least=0, at_most=10),
            _optional("text", TEXT, "what was said"),
        )),
        Schema("experiments", "one variant of one experiment, on one day where days are kept", (
            Column("experiment", TEXT, "the experiment's name"),
            Column("variant", TEXT, "the variant's name"),
            _optional("control", FLAG,
                      "whether it is the one the others are compared with: how things were before"),
            _optional("day", DATE, "the day; empty where only the totals are known"),
            Column("exposures", NUMBER, "people who saw it", at_least=0),
            Column("conversions", NUMBER, "people who did what was hoped", at_least=0),
            _optional("revenue", NUMBER, "money from it, in the business's currency"),
        ), key=("experiment", "variant", "day"), rules=(RowRule(
            ("exposures", "conversions"),
            lambda rows: rows["conversions"] > rows["exposures"],
            "more conversions than exposures", "at most as many conversions as exposures",
            "check whether the two columns were swapped",
        ),)),
    )
}

PERSONAL_HEADINGS = ("name", "email", "e-mail", "phone", "telephone", "address", "street")


@dataclass(frozen=True)
class CheckedTable:
    """A table in the contract's types, and everything that was found wrong with it."""

    frame: pd.DataFrame
    problems: tuple[Problem, ...]


def check_table(
    raw: RawTable, schema: Schema, *, dates: str | None = None, decimal: str | None = None
) -> CheckedTable:
    """Turn a file's cells into the contract's types, collecting all problems at once.

    Parameters
    ----------
    raw : RawTable
        The file as read.
    schema : Schema
        The table it should be.
    dates, decimal : str, optional
        The owner's word (`day-first`, `month-first`; `point`, `comma`) where the file itself does
        not show how its dates or numbers are meant.

    Returns
    -------
    CheckedTable
        `frame` has every column of the schema, optional ones missing throughout where the file
        lacks them, indexed by spreadsheet row; it is to be used only if no problem must be fixed.

    Examples
    --------
    >>> raw = RawTable(pd.DataFrame({"Customer ID": ["a", "a"]}, index=[2, 3]), "customers.csv")
    >>> print(*check_table(raw, SCHEMAS["customers"]).problems)
    customers.csv, column customer_id, 1 row (row 3)
      found:    the same customer_id as in an earlier row: a
      expected: each customer_id once
      to do:    keep one of the rows, or correct its customer_id
    """
    return _Check(raw, schema, dates, decimal).run()


class _Check:
    """One file on its way to one table; gathers problems as it goes."""

    def __init__(self, raw: RawTable, schema: Schema, dates: str | None, decimal: str | None):
        self.file, self.schema = raw.file, schema
        self.problems: list[Problem] = []
        self.cells = self._with_plain_headings(raw.frame)
        self.given = {
            column.name: _given(self.cells[column.name], column.kind)
            for column in schema.columns if column.name in self.cells
        }
        self.dates = parsing.date_order_evidence(self._given_of(DATE, MONTH)) or dates
        self.decimal = parsing.decimal_evidence(self._given_of(NUMBER)) or decimal

    def run(self) -> CheckedTable:
        self._check_headings()
        typed = pd.DataFrame(
            {column.name: self._typed(column) for column in self.schema.columns},
            index=self.cells.index, copy=False,
        )
        self._check_rules(typed)
        self._check_key(typed)
        return CheckedTable(typed, tuple(self.problems))

    def _with_plain_headings(self, frame: pd.DataFrame) -> pd.DataFrame:
        plain = frame.set_axis([_plain(heading) for heading in frame.columns], axis=1)
        again = plain.columns.duplicated()
        for heading in plain.columns[again].unique():
            written = [name for name in frame.columns if _plain(name) == heading]
            self._report(f"columns headed alike: {', '.join(f'“{name}”' for name in written)}",
                         f"one column {heading}", "delete or rename all but one", heading)
        return plain.loc[:, ~again] if again.any() else plain

    def _given_of(self, *kinds: str) -> list[pd.Series | parsing.Distinct]:
        return [
            self.given[column.name] for column in self.schema.columns
            if column.kind in kinds and column.name in self.given
        ]

    def _report(self, found, expected, remedy, column=None, rows=None, severity="must fix"):
        where = self.cells.index[rows] if rows is not None else ()
        self.problems.append(Problem(
            self.file, found, expected, remedy, column, len(where),
            tuple(int(row) for row in where[:ROWS_SHOWN]), severity,
        ))

    def _check_headings(self) -> None:
        known = self.schema.column_names
        unknown = [name for name in self.cells.columns if name not in known]
        for column in self.schema.columns:
            if column.required and column.name not in self.cells:
                near = get_close_matches(column.name, unknown, n=1, cutoff=0.6)
                hint = f"is it the one headed “{near[0]}”? Rename it" if near else "add it"
                self._report("no such column", f"{column.name}: {column.meaning}",
                             f"{hint} (the columns found are {', '.join(self.cells.columns)})",
                             column.name)
        for name in unknown:
            if self._looks_personal(name):
                self._report("personal details", "pseudonyms only, no names or addresses",
                             "delete the column; no analysis needs it", name,
                             severity=WORTH_A_LOOK)

    def _looks_personal(self, name: str) -> bool:
        if name in PERSONAL_HEADINGS or name.endswith(("_name", "_email", "_phone", "_address")):
            return True
        return _emails(self.cells[name]).any()

    def _typed(self, column: Column) -> pd.Series:
        if column.name not in self.given:
            return _all_missing(column.kind, self.cells.index)
        given = self.given[column.name]
        if column.required and not column.blank:
            self._check_present(column, given)
        try:
            values, bad = self._parse(column, given)
        except parsing.Ambiguous as ambiguous:
            self.problems.append(ask_which(self.file, column.name, ambiguous))
            return _all_missing(column.kind, self.cells.index)
        if bad.any():
            self._report(f"{_examples(_stripped(self.cells.loc[bad, column.name]))}",
                         EXPECTED[column.kind],
                         "correct the cells, or delete the rows if they are not data",
                         column.name, bad)
        self._check_values(column, values)
        return values

    def _parse(self, column: Column, given) -> tuple[pd.Series, pd.Series]:
        if column.kind == NUMBER:
            return parsing.parse_numbers(given, self.decimal)
        if column.kind == DATE:
            return parsing.parse_dates(given, self.dates)
        if column.kind == MONTH:
            return parsing.parse_months(given, self.dates)
        if column.kind == FLAG:
            return parsing.parse_flags(given)
        return parsing.as_text(given), pd.Series(False, index=given.index)

    def _check_present(self, column: Column, given: pd.Series | parsing.Distinct) -> None:
        missing = given.places < 0 if isinstance(given, parsing.Distinct) else given.isna()
        if missing.any():
            self._report("an empty cell", column.meaning,
                         "fill the cells in, or delete the rows if they are not data",
                         column.name, missing)

    def _check_values(self, column: Column, values: pd.Series) -> None:
        if column.at_least is not None and (low := values < column.at_least).any():
            self._report(_examples(values[low]), f"{column.at_least:g} or more",
                         "correct the numbers", column.name, low)
        if column.at_most is not None and (high := values > column.at_most).any():
            self._report(_examples(values[high]), f"{column.at_most:g} or less",
                         "correct the numbers", column.name, high)
        if column.choices:
            strange = values.notna() & ~values.isin(column.choices)
            if strange.any():
                self._report(_examples(values[strange]), f"one of {', '.join(column.choices)}",
                             "use one of those words", column.name, strange)
        if column.kind == ID and (emails := _emails(values)).any():
            self._report("e-mail addresses", "a pseudonym or a code",
                         "import the file with growth import, which replaces them, or put a "
                         "number in their place", column.name, emails, WORTH_A_LOOK)

    def _check_rules(self, typed: pd.DataFrame) -> None:
        for rule in self.schema.rules:
            broken = rule.broken(typed)
            if broken.any():
                self._report(rule.found, rule.expected, rule.remedy, " and ".join(rule.columns),
                             broken)

    def _check_key(self, typed: pd.DataFrame) -> None:
        optional = {column.name for column in self.schema.columns if not column.required}
        key = [name for name in self.schema.key if name in self.cells or name not in optional]
        needed = [name for name in key if name not in optional]
        if not key or not all(name in self.cells for name in key):
            return
        whole = typed[needed].notna().all(axis=1)
        again = typed.duplicated(key) & whole
        if again.any():
            label = " and ".join(key)
            first = typed.loc[again, key].iloc[0]
            shown = " ".join(str(cell.date()) if isinstance(cell, pd.Timestamp) else str(cell)
                             for cell in first.dropna())
            self._report(f"the same {label} as in an earlier row: {shown}", f"each {label} once",
                         f"keep one of the rows, or correct its {label}", label, again)


def ask_which(file: str, column: str, ambiguous: parsing.Ambiguous) -> Problem:
    """The question to the owner where a column can be read in two ways.

    Examples
    --------
    >>> ask_which("sales.csv", "Date", parsing.Ambiguous("dates", ["03/04/2025"])).remedy
    'in business.yaml, under files:, write  dates: day-first  or  dates: month-first'
    """
    what, words = {
        "dates": ("dates that could be day-first or month-first",
                  "dates: day-first  or  dates: month-first"),
        "decimal": ("numbers whose mark could be for decimals or thousands",
                    "decimal: point  or  decimal: comma"),
    }[ambiguous.kind]
    examples = ", ".join(f"“{example}”" for example in ambiguous.examples)
    return Problem(file, f"{what}: {examples}",
                   "to be told which, because nothing in the file decides it",
                   f"in business.yaml, under files:, write  {words}", column)


def check_references(frames: dict[str, pd.DataFrame], files: dict[str, str]) -> list[Problem]:
    """Codes in one table that the table they point to does not know.

    Parameters
    ----------
    frames : dict of str to DataFrame
        Checked tables by name.
    files : dict of str to str
        Each table's file name, for the message.
    """
    problems = []
    for name, frame in frames.items():
        for column, other, their_column in SCHEMAS[name].refers_to:
            if other not in frames:
                continue
            codes, theirs = (pa.array(each) for each in (frame[column], frames[other][their_column]))
            known = pc.is_in(codes, theirs, skip_nulls=True).to_numpy(zero_copy_only=False)
            stray = frame[column].notna() & ~known
            if stray.any():
                problems.append(Problem(
                    files[name], f"{frame.loc[stray, column].nunique():,} codes such as "
                    f"{_examples(frame.loc[stray, column])}",
                    f"codes that {files[other]} knows",
                    f"add them to {files[other]}, or correct them; until then analyses that need "
                    f"both tables leave these rows out and say so",
                    column, int(stray.sum()),
                    tuple(int(row) for row in frame.index[stray][:ROWS_SHOWN]), WORTH_A_LOOK,
                ))
    return problems


def _plain(heading: str) -> str:
    return heading.strip().lower().replace(" ", "_").replace("-", "_")


def _given(cells: pd.Series, kind: str) -> pd.Series | parsing.Distinct:
    """A column as it is parsed: text without blanks around it, what is no text as it is."""
    if cells.dtype != "str":
        return cells
    stripped = _stripped(cells)
    return stripped if kind in (TEXT, ID) else parsing.distinct(stripped)


def _stripped(cells: pd.Series) -> pd.Series:
    if cells.dtype != "str":
        return cells
    stripped = cells.str.strip()
    if stripped.array.equals(cells.array):
        stripped = cells  # one copy in memory is enough
    empty = stripped == ""
    return stripped.mask(empty) if empty.any() else stripped


def _emails(cells: pd.Series) -> pd.Series:
    if cells.dtype != "str":
        return pd.Series(False, index=cells.index)
    found = cells.str.contains("@", regex=False).fillna(False).astype(bool)
    if found.any():
        found[found] = cells[found].str.contains(r"[^@\s]+@[^@\s]+\.[^@\s]+", regex=True)
    return found


def _examples(values: pd.Series) -> str:
    return ", ".join(f"“{value}”" for value in values.drop_duplicates().head(3))


def _all_missing(kind: str, index: pd.Index) -> pd.Series:
    dtype = {DATE: "datetime64[us]", MONTH: "datetime64[us]", NUMBER: "float64", FLAG: "boolean"}
    return pd.Series(pd.NA if kind == FLAG else None, index=index, dtype=dtype.get(kind, "str"))
