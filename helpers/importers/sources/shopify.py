"""Shopify: the orders export, one row a line item, the order's own fields on its first row only."""

import numpy as np
import pandas as pd

from helpers.importers.pseudonyms import identities
from helpers.importers.report import counted
from helpers.importers.source import Draft, Export, Sheet, Source, Terms

_NEVER_PAID = ("voided", "expired")
_NOT_PAID_YET = ("pending", "authorized")
_CENT = 0.005


def _read(sheet: Sheet, terms: Terms) -> Draft:
    order = sheet.text("Name").str.removeprefix("#")
    whole_order = _first_row_of_each(order)
    status = whole_order(sheet.text("Financial Status").str.lower())
    cancelled = whole_order(sheet.days("Cancelled at"))
    name = sheet.text("Lineitem name")
    lines = pd.DataFrame({
        "order_id": "shopify-" + order,
        "order_date": whole_order(sheet.days("Created at")),
        "person": whole_order(identities(email=sheet.text("Email"),
                                         phone=sheet.text("Phone", "Billing Phone"))),
        "product_id": sheet.text("Lineitem sku").fillna(name),
        "name": name,
        "quantity": sheet.numbers("Lineitem quantity"),
        "unit_price": sheet.numbers("Lineitem price"),
        "discount": sheet.numbers("Lineitem discount").fillna(0.0),
        "channel": whole_order(sheet.text("Source")),
        "country": whole_order(sheet.text("Shipping Country", "Billing Country")),
        "currency": whole_order(sheet.text("Currency")),
        "people": whole_order(sheet.text("Billing Name", "Shipping Name")),
        "derived": False,
    }, index=sheet.rows)
    subtotal = whole_order(sheet.numbers("Subtotal"))
    lines["discount"] += _share_of_order_discount(lines, order, subtotal)
    unpaid = status.isin(_NEVER_PAID) | (status.isin(_NOT_PAID_YET) & cancelled.notna())
    lines["reason"] = pd.Series(
        np.where(unpaid, "the order was cancelled or expired before it was paid", None),
        index=lines.index, dtype="str")
    refunded = whole_order(sheet.numbers("Refunded Amount")).fillna(0.0)
    total = whole_order(sheet.numbers("Total"))
    undone = (cancelled.notna() | (status == "refunded")
              | ((refunded > 0) & (refunded >= total - _CENT)))
    back = _reversed(lines[undone], cancelled[undone])
    part = (refunded > 0) & ~undone & ~order.duplicated()
    some = _part_refunds(lines[part], refunded[part], total[part], subtotal[part])
    return Draft("orders", pd.concat([lines, back, some]), ("order_id",),
                 _remarks(back, some))


def _first_row_of_each(order: pd.Series):
    return lambda values: values.groupby(order).transform("first")


def _share_of_order_discount(lines, order, subtotal) -> pd.Series:
    net = lines["quantity"] * lines["unit_price"] - lines["discount"]
    order_net = net.groupby(order).transform("sum")
    off = (order_net - subtotal).where(lambda value: value > _CENT, 0.0)
    return (off * net / order_net.where(order_net > 0)).fillna(0.0)


def _reversed(lines: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    return lines.assign(quantity=-lines["quantity"], discount=-lines["discount"],
                        order_date=days.fillna(lines["order_date"]), derived=True)


def _part_refunds(first_lines, refunded, total, subtotal) -> pd.DataFrame:
    # the sum refunded holds its share of tax and postage; a line's price does not
    goods = (refunded * subtotal / total.where(total > 0)).fillna(refunded)
    return first_lines.assign(product_id="refund", name="Refund, product not named", quantity=-1.0,
                              unit_price=goods, discount=0.0, derived=True)


def _remarks(back, some) -> tuple[str, ...]:
    remarks = []
    if len(back):
        remarks.append(
            f"cancelled or refunded in full: {counted(back['order_id'].nunique(), 'order')}; the "
            "lines come back as negative quantities, on the day of the cancellation, or of the "
            "order where that is not told")
    if len(some):
        remarks.append(
            f"refunded in part: {counted(len(some), 'order')}; Shopify tells only the sum, so each "
            "has one line “Refund, product not named” on the day of the order, less its share of "
            "tax and postage")
    return tuple(remarks)


SOURCE = Source("shopify", (Export(
    "a Shopify orders export",
    ("Name", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price"),
    "in Shopify: Orders, Export, choose “CSV for Excel, Numbers, or other spreadsheet programs”",
    _read,
),), people=("Billing Name", "Shipping Name", "Email", "Phone", "Billing Phone"))
