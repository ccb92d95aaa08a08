"""A source's draft becomes contract tables; what cannot is set aside, each row for one reason."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from helpers.core.files import RawTable
from helpers.core.problems import ROWS_SHOWN
from helpers.core.tables import SCHEMAS, check_table
from helpers.importers.pseudonyms import pseudonyms, without_people
from helpers.importers.report import SetAside, counted
from helpers.importers.source import Draft, Sheet

NOT_A_PRODUCT = "not a product, as you said with --not-products"
ADJUSTMENT = "a price below zero: an adjustment, not a sale"
FREE = "a price of zero: given away, or a correction of the stock"
NO_QUANTITY = "a quantity of zero"

_EXACT = 6  # decimals kept, so that 0.30000000000000004 is 0.3


@dataclass(frozen=True)
class Settled:
    """One file's part in the business's tables.

    Parameters
    ----------
    tables : dict of str to DataFrame
        Contract tables; the first is the one the file is about.
    units : DataFrame
        The units of that table the file speaks of, with those whose rows were all set aside.
    rows_kept : int
        Rows of the file that are in a table.
    set_aside : tuple of SetAside
        The other rows.
    unusable : bool
        Whether the file gave nothing at all because of faults in it.
    remarks : tuple of str
        What the owner should know.
    """

    tables: dict[str, pd.DataFrame]
    units: pd.DataFrame
    rows_kept: int
    set_aside: tuple[SetAside, ...]
    unusable: bool
    remarks: tuple[str, ...]


def settle(draft: Draft, sheet: Sheet, key: bytes, not_products: tuple[str, ...]) -> Settled:
    """Set rows aside, replace people by pseudonyms, and form the tables."""
    rows = draft.rows.assign(customer_id=pseudonyms(draft.rows["person"], key))
    rows = _without_names(rows)
    reasons, faulty = _first_rule(rows, list(_rules(draft.table, rows, sheet, not_products)))
    own = ~rows["derived"] if "derived" in rows else pd.Series(True, index=rows.index)
    kept = rows[reasons.isna()]
    tables, remarks = _FORMERS[draft.table](kept)
    return Settled(
        tables=tables,
        units=rows[list(draft.unit)].dropna().drop_duplicates(),
        rows_kept=int((reasons.isna() & own).sum()),
        set_aside=_counted(reasons[own].dropna()),
        unusable=kept.empty and bool(faulty.any()),
        remarks=draft.remarks + remarks,
    )


@cache
def empty_table(name: str) -> pd.DataFrame:
    """A table of the contract without rows, in the contract's types."""
    raw = RawTable(pd.DataFrame(columns=SCHEMAS[name].column_names, dtype="str"), name)
    return check_table(raw, SCHEMAS[name]).frame


def as_table(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A frame with the columns and types of a table of the contract."""
    shape = empty_table(name)
    return pd.DataFrame({
        column: frame[column].astype(kind) if column in frame
        else pd.Series(None, index=frame.index, dtype=kind)
        for column, kind in shape.dtypes.items()
    })


def _without_names(rows: pd.DataFrame) -> pd.DataFrame:
    names = rows["people"] if "people" in rows else pd.Series(dtype="str")
    carried = [c for c in ("product_id", "name", "category", "channel", "plan") if c in rows]
    return rows.assign(**{column: without_people(rows[column], names) for column in carried})


@dataclass(frozen=True)
class _Rule:
    """A reason, the rows it applies to, and whether it is a fault of the file or a choice."""

    reason: str | pd.Series
    applies: pd.Series
    fault: bool = True


def _rules(table: str, rows: pd.DataFrame, sheet: Sheet, not_products: tuple[str, ...]):
    """Why a row may be set aside; the first reason that applies counts."""
    if "reason" in rows:
        yield _Rule(rows["reason"], rows["reason"].notna(), fault=False)
    if "currency" in rows:
        other = _other_currencies(rows, sheet.terms.currency)
        yield _Rule(other, other.notna())
    for reason, bad in sheet.unreadable.items():
        yield _Rule(reason, bad.loc[rows.index])
    for column in SCHEMAS[table].columns:
        if column.required and not column.blank:
            yield _Rule(f"no {column.name.replace('_', ' ')}", rows[column.name].isna())
    yield from _RULES[table](rows, not_products)


def _rules_for_orders(rows: pd.DataFrame, not_products: tuple[str, ...]):
    unwanted = {code.casefold() for code in not_products}
    yield _Rule(NOT_A_PRODUCT, rows["product_id"].str.casefold().isin(unwanted), fault=False)
    yield _Rule(ADJUSTMENT, rows["unit_price"] < 0, fault=False)
    yield _Rule(FREE, rows["unit_price"] == 0, fault=False)
    yield _Rule(NO_QUANTITY, rows["quantity"] == 0, fault=False)


def _rules_for_subscriptions(rows: pd.DataFrame, not_products: tuple[str, ...]):
    yield _Rule("a fee below zero", rows["monthly_fee"] < 0)
    if "end_date" in rows:
        yield _Rule("it ended before it began", rows["end_date"] < rows["start_date"])


def _rules_for_lists(key: str):
    def rules(rows: pd.DataFrame, not_products: tuple[str, ...]):
        yield _Rule("the same one again", rows.duplicated(key), fault=False)
    return rules


def _other_currencies(rows: pd.DataFrame, ours: str) -> pd.Series:
    given = rows["currency"].str.strip().str.upper()
    return "in " + given.where(given != ours) + f", while the business counts in {ours}"


def _first_rule(rows: pd.DataFrame, rules: list[_Rule]) -> tuple[pd.Series, pd.Series]:
    reasons = pd.Series(None, index=rows.index, dtype="str")
    faulty = pd.Series(False, index=rows.index)
    for rule in reversed(rules):
        applies = rule.applies.fillna(False).to_numpy(dtype=bool)
        reasons = reasons.mask(applies, rule.reason)
        faulty = faulty.mask(applies, rule.fault)
    return reasons, faulty


def _counted(reasons: pd.Series) -> tuple[SetAside, ...]:
    counts = reasons.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    return tuple(
        SetAside(reason, int(count),
                 tuple(int(row) for row in reasons.index[reasons == reason][:ROWS_SHOWN]))
        for reason, count in counts.items()
    )


def _form_orders(kept: pd.DataFrame):
    money = [column for column in ("unit_price", "discount") if column in kept]
    kept = kept.assign(**kept[money].round(_EXACT))
    orders = as_table(kept, "orders").reset_index(drop=True)
    tables = {"orders": orders}
    if len(customers := _customers_of(kept, "order_date")):
        tables["customers"] = customers
    if len(products := _products_of(kept)):
        tables["products"] = products
    return tables, tuple(_remarks_on(orders))


def _remarks_on(orders: pd.DataFrame):
    if guests := int(orders["customer_id"].isna().sum()):
        yield f"kept as orders of guests, for they name no customer: {counted(guests, 'line')}"
    if again := int(orders.duplicated().sum()):
        yield f"kept though the same as another line of their order: {counted(again, 'line')}"


def _form_subscriptions(kept: pd.DataFrame):
    kept = kept.assign(monthly_fee=kept["monthly_fee"].round(_EXACT))
    tables = {"subscriptions": as_table(kept, "subscriptions").reset_index(drop=True)}
    if len(customers := _customers_of(kept, "start_date")):
        tables["customers"] = customers
    return tables, ()


def _form_list(table: str):
    return lambda kept: ({table: as_table(kept, table).reset_index(drop=True)}, ())


def _customers_of(kept: pd.DataFrame, day: str) -> pd.DataFrame:
    """One row a customer, with what the latest row tells."""
    known = kept[kept["customer_id"].notna()].sort_values(day, kind="stable")
    if "region" not in known and "country" in known:
        known = known.rename(columns={"country": "region"})
    told = [c for c in SCHEMAS["customers"].column_names[1:] if c in known]
    latest = known[["customer_id", *told]].groupby("customer_id").last() if told else (
        known[["customer_id"]].drop_duplicates().set_index("customer_id"))
    return as_table(latest.reset_index(), "customers")


def _products_of(kept: pd.DataFrame) -> pd.DataFrame:
    """One row a product, under the name it is most often sold by."""
    if "name" not in kept:
        return pd.DataFrame()
    told = [c for c in SCHEMAS["products"].column_names[2:] if c in kept]
    products = pd.DataFrame(index=pd.Index(kept["product_id"].unique(), name="product_id"))
    for column in ["name", *told]:
        products[column] = _most_frequent(kept, column)
    products["name"] = products["name"].fillna(products.index.to_series())
    return as_table(products.reset_index(), "products")


def _most_frequent(kept: pd.DataFrame, column: str) -> pd.Series:
    times = kept.groupby(["product_id", column]).size().reset_index(name="times")
    times = times.sort_values(["times", column], ascending=[False, True])
    return times.drop_duplicates("product_id").set_index("product_id")[column]


_FORMERS = {
    "orders": _form_orders,
    "subscriptions": _form_subscriptions,
    "products": _form_list("products"),
    "customers": _form_list("customers"),
}

_RULES = {
    "orders": _rules_for_orders,
    "subscriptions": _rules_for_subscriptions,
    "products": _rules_for_lists("product_id"),
    "customers": _rules_for_lists("customer_id"),
}
