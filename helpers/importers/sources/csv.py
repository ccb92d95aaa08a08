"""Any CSV or Excel file whose columns the owner names: `--map order_id=InvoiceNo ...`.

Here the sheet's headings are the contract's own names already. A later export replaces the lines
of one order on one day: exports are cut by day, so that both a corrected line and an order that
went on another day come out right.
"""

import pandas as pd

from helpers.core.tables import DATE, FLAG, NUMBER, SCHEMAS
from helpers.importers.pseudonyms import identities
from helpers.importers.source import Draft, Export, Sheet, Source, Terms

_HOW = "name the file's columns with --map, for example  --map order_id=InvoiceNo quantity=Qty"


def _columns(sheet: Sheet, *tables: str) -> dict[str, pd.Series]:
    read = {NUMBER: sheet.numbers, DATE: sheet.days, FLAG: sheet.flags}
    return {
        column.name: read.get(column.kind, sheet.text)(column.name)
        for table in tables for column in SCHEMAS[table].columns
        if sheet.has(column.name) and column.name != "customer_id"
    }


def _person(sheet: Sheet) -> pd.Series:
    return identities(customer=sheet.text("customer_id"))


def _drafter(table: str, unit: tuple[str, ...], *others: str):
    def read(sheet: Sheet, terms: Terms) -> Draft:
        columns = _columns(sheet, table, *others)
        columns["person"] = _person(sheet)
        if sheet.has("currency"):
            columns["currency"] = sheet.text("currency")
        return Draft(table, pd.DataFrame(columns, index=sheet.rows), unit)
    return read


def _export(table: str, unit: tuple[str, ...], *others: str) -> Export:
    needs = tuple(c.name for c in SCHEMAS[table].columns if c.required and not c.blank)
    return Export(f"a table of {table}", needs, _HOW, _drafter(table, unit, *others))


SOURCE = Source("csv", (
    _export("orders", ("order_id", "order_date"), "products", "customers"),
    _export("subscriptions", ("customer_id", "start_date"), "customers"),
    _export("products", ("product_id",)),
    _export("customers", ("customer_id",)),
), mapped=True)
