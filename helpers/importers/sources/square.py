"""Square: the item detail export, one row an item sold or refunded."""

import numpy as np
import pandas as pd

from helpers.importers.pseudonyms import identities
from helpers.importers.source import Draft, Export, Sheet, Source, Terms

_CURRENCIES = {"£": ("GBP",), "€": ("EUR",), "¥": ("JPY",), "$": ("USD", "CAD", "AUD")}
_NOTHING = "None"  # what Square writes for an item without a category


def _read(sheet: Sheet, terms: Terms) -> Draft:
    # where prices hold tax, Square calls the goods' own price product sales
    goods = sheet.first("Product Sales", "Gross Sales")
    sign = np.where(sheet.text("Event Type").str.lower() == "refund", -1.0, 1.0)
    gross, net = sheet.numbers(goods), sheet.numbers("Net Sales")
    counted = sheet.numbers("Qty")
    sold = np.where(sign < 0, -counted.abs(), counted)
    # a refund of a sum alone has no quantity, and is one refund
    quantity = pd.Series(np.where((sold == 0) & (sign < 0) & (gross != 0), -1.0, sold), sheet.rows)
    paid = pd.Series(np.where(sign < 0, -gross.abs(), gross), sheet.rows)
    kept = pd.Series(np.where(sign < 0, -net.abs(), net), sheet.rows)
    name = _product_name(sheet)
    lines = pd.DataFrame({
        "order_id": "square-" + sheet.text("Transaction ID"),
        "order_date": sheet.days("Date"),
        "person": identities(square=sheet.text("Customer ID")),
        "product_id": sheet.text("SKU").fillna(name),
        "name": name,
        "category": sheet.text("Category").mask(lambda category: category == _NOTHING),
        "quantity": quantity,
        "unit_price": (paid / quantity).where(quantity != 0, 0.0),
        "discount": paid - kept,
        "channel": sheet.text("Channel", "Location"),
        "currency": _currency(sheet.text(goods), terms.currency),
        "people": sheet.text("Customer Name"),
    }, index=sheet.rows)
    return Draft("orders", lines, ("order_id", "order_date"))


def _product_name(sheet: Sheet) -> pd.Series:
    item, price_point = sheet.text("Item"), sheet.text("Price Point Name")
    several = price_point.notna() & (price_point.str.lower() != "regular")
    return item.where(~several, item + " (" + price_point + ")")


def _currency(amounts: pd.Series, expected: str) -> pd.Series:
    signs = amounts.str.extract(r"([£€¥$])", expand=False)
    meant = {sign: expected if expected in codes else codes[0]
             for sign, codes in _CURRENCIES.items()}
    return signs.map(meant).astype("str")


SOURCE = Source("square", (Export(
    "a Square item detail export",
    ("Date", "Item", "Qty", "Gross Sales", "Net Sales", "Transaction ID", "Event Type"),
    "in the Square Dashboard: Transactions, choose the dates, Export, Items Detail CSV",
    _read,
),), people=("Customer Name", "Customer ID"))
