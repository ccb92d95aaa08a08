"""WooCommerce: the analytics orders report, and order exports with one row an item."""

import numpy as np
import pandas as pd

from helpers.importers.pseudonyms import identities
from helpers.importers.report import counted
from helpers.importers.source import Draft, Export, Sheet, Source, Terms

_NOT_SOLD = {
    "pending": "the order was not paid", "failed": "the order was not paid",
    "cancelled": "the order was cancelled before it was paid",
    "draft": "the order is a draft", "checkout-draft": "the order is a draft",
    "auto-draft": "the order is a draft", "trash": "the order was deleted",
}
SEVERAL = "several-products"
_ITEM = r"^\s*(-?\d+)\s*×\s*(.+)$"
_NEXT_ITEM = r",\s*-?\d+\s*×"


def _reason(sheet: Sheet, name: str) -> pd.Series:
    status = sheet.text(name).str.lower().str.removeprefix("wc-").str.replace(" ", "-")
    return status.map(_NOT_SOLD).astype("str")


def _read_report(sheet: Sheet, terms: Terms) -> Draft:
    net, items = sheet.numbers("Net Sales"), sheet.numbers("Items sold")
    named = sheet.text("Product(s)")
    several = named.isna() | named.str.contains(_NEXT_ITEM, regex=True).fillna(False).astype(bool)
    name = named.str.extract(_ITEM)[1].astype("str").mask(several, "Several products in one order")
    sign = np.where(net < 0, -1.0, 1.0)
    quantity = pd.Series(sign * np.maximum(items.abs(), 1.0), sheet.rows)
    lines = pd.DataFrame({
        "order_id": "woocommerce-" + sheet.text("Order #").str.removeprefix("#"),
        "order_date": sheet.days("Date"),
        "person": identities(name=sheet.text("Customer")),
        "product_id": name.mask(several, SEVERAL),
        "name": name,
        "quantity": quantity,
        "unit_price": net / quantity,
        "channel": sheet.text("Attribution"),
        "people": sheet.text("Customer"),
        "reason": _reason(sheet, "Status"),
    }, index=sheet.rows)
    return Draft("orders", lines, ("order_id", "order_date"), _report_remarks(several))


def _report_remarks(several: pd.Series) -> tuple[str, ...]:
    remarks = ("this report knows customers by their names alone: two of the same name count as "
               "one, and one who writes it in two ways as two",)
    if several.any():
        remarks += (
            f"several products, but only their sum: {counted(int(several.sum()), 'order')}, each "
            "one line “Several products in one order”; an export with one row an item tells them "
            "apart",)
    return remarks


def _read_items(sheet: Sheet, terms: Terms) -> Draft:
    quantity = sheet.numbers("item_quantity")
    paid = sheet.numbers("item_total")
    full = sheet.numbers("item_subtotal").fillna(paid)
    lines = pd.DataFrame({
        "order_id": "woocommerce-" + sheet.text("order_number", "order_id").str.removeprefix("#"),
        "order_date": sheet.days(sheet.first("order_date", "date") or "order_date"),
        "person": identities(email=sheet.text("billing_email", "customer_email"),
                             woocommerce=_without_guests(sheet.text("customer_id"))),
        "product_id": sheet.text("item_sku", "item_product_id", "item_name"),
        "name": sheet.text("item_name"),
        "quantity": quantity,
        "unit_price": (full / quantity).where(quantity != 0, 0.0),
        "discount": full - paid,
        "country": sheet.text("shipping_country", "billing_country"),
        "currency": sheet.text("order_currency"),
        "people": sheet.text("billing_full_name").fillna(
            sheet.text("billing_first_name") + " " + sheet.text("billing_last_name")),
        "derived": False,
        "reason": _reason(sheet, "status"),
    }, index=sheet.rows)
    back = _refunds(sheet, lines)
    remarks = (f"refunded: {counted(len(back), 'line')}; this export does not tell the day, so the "
               "refund stands on the day of the order",) if len(back) else ()
    return Draft("orders", pd.concat([lines, back]), ("order_id",), remarks)


def _without_guests(customer: pd.Series) -> pd.Series:
    return customer.mask(customer == "0")


def _refunds(sheet: Sheet, lines: pd.DataFrame) -> pd.DataFrame:
    units = sheet.numbers("item_refunded_qty").abs().fillna(0.0)
    money = sheet.numbers("item_refunded").abs().fillna(0.0)
    order_undone = sheet.text("status").str.lower().str.removeprefix("wc-") == "refunded"
    untold = (money == 0) & (units == 0)
    whole = order_undone & untold.groupby(lines["order_id"]).transform("all")
    some = lines[~untold | whole]
    units, money, whole = units[some.index], money[some.index], whole[some.index]
    quantity = np.where(whole, some["quantity"], units.where(units > 0, 1.0))
    paid = some["quantity"] * some["unit_price"] - some["discount"]
    price_paid = paid / some["quantity"].where(some["quantity"] != 0)
    each = np.where(whole, price_paid, np.where(money > 0, money / quantity, price_paid))
    return some.assign(quantity=-quantity, unit_price=each, discount=0.0, derived=True)


SOURCE = Source("woocommerce", (
    Export("a WooCommerce export with one row an item",
           ("status", "item_name", "item_quantity", "item_total"),
           "with the extension Customer / Order / Coupon Export: format “CSV default, one row per "
           "item”; or with Order Export & Order Import: line items in separate rows", _read_items),
    Export("a WooCommerce orders report",
           ("Date", "Order #", "Status", "Product(s)", "Items sold", "Net Sales"),
           "in WordPress: Analytics, Orders, choose the dates, Download", _read_report),
), people=("Customer", "billing_full_name", "billing_first_name", "billing_last_name",
           "billing_email", "customer_email", "billing_phone", "customer_id"))
