"""Stripe: the subscriptions export, and the payments export as orders of one line."""

import numpy as np
import pandas as pd

from helpers.importers.pseudonyms import identities
from helpers.importers.source import Draft, Export, Sheet, Source, Terms

_MONTHS_IN = {"day": 12 / 365.25, "week": 7 * 12 / 365.25, "month": 1.0, "year": 12.0}
_NEVER_STARTED = ("incomplete", "incomplete_expired")
_MONEY_CAME = ("paid", "refunded", "partially refunded", "succeeded", "disputed")


def _person(sheet: Sheet) -> pd.Series:
    return identities(email=sheet.text("Customer Email"), stripe=sheet.text("Customer ID"))


def _people(sheet: Sheet) -> pd.Series:
    return sheet.text("Customer Name", "Customer Description", "Card Name")


def _zone_remark(terms: Terms) -> tuple[str, ...]:
    if terms.timezone:
        return ()
    return ("Stripe tells its times in UTC and they are taken as UTC days; a line  timezone: "
            "Europe/London  in business.yaml makes them local days",)


def _read_subscriptions(sheet: Sheet, terms: Terms) -> Draft:
    status = sheet.text("Status").str.lower()
    ended = sheet.utc_days("Ended At (UTC)")
    ended = ended.fillna(sheet.utc_days("Canceled At (UTC)").where(status == "canceled"))
    trial_end = sheet.utc_days("Trial End (UTC)")
    started = sheet.utc_days("Start Date (UTC)", "Created (UTC)", "Start (UTC)")
    paid_from = started.where(~(trial_end > started), trial_end)
    only_trial = (status == "trialing") | (ended <= trial_end)
    reason = np.select([status.isin(_NEVER_STARTED), only_trial],
                       ["the first payment was never made",
                        "a trial that has not become a paid subscription"], None)
    rows = pd.DataFrame({
        "person": _person(sheet),
        "plan": sheet.text("Plan", "Product"),
        "start_date": paid_from,
        "end_date": ended,
        "monthly_fee": _monthly_fee(sheet),
        "currency": sheet.text("Currency"),
        "people": _people(sheet),
        "reason": pd.Series(reason, index=sheet.rows, dtype="str"),
    }, index=sheet.rows)
    remarks = _zone_remark(terms)
    if trial_end.notna().any():
        remarks += ("a subscription that began with a trial starts on the day the trial ended",)
    return Draft("subscriptions", rows, ("customer_id", "start_date"), remarks)


def _monthly_fee(sheet: Sheet) -> pd.Series:
    months = sheet.text("Interval").str.lower().map(_MONTHS_IN).astype("float64")
    months *= sheet.numbers("Interval Count").fillna(1.0)
    return sheet.numbers("Amount") * sheet.numbers("Quantity").fillna(1.0) / months


def _read_payments(sheet: Sheet, terms: Terms) -> Draft:
    status = sheet.text("Status").str.lower().str.replace("_", " ")
    day = sheet.utc_days("Created date (UTC)", "Created (UTC)")
    lines = pd.DataFrame({
        "order_id": "stripe-" + sheet.text("id"),
        "order_date": day,
        "person": _person(sheet),
        "product_id": "payment",
        "name": "Payment",
        "quantity": 1.0,
        "unit_price": sheet.numbers("Amount"),
        "currency": sheet.text("Currency"),
        "derived": False,
        "reason": pd.Series(np.where(status.isin(_MONEY_CAME), None, "the payment did not succeed"),
                            index=sheet.rows, dtype="str"),
    }, index=sheet.rows)
    refunded = sheet.numbers("Amount Refunded").fillna(0.0)
    some = refunded > 0
    back = lines[some].assign(
        quantity=-1.0, unit_price=refunded[some], derived=True,
        order_date=sheet.utc_days("Refunded date (UTC)").fillna(day)[some])
    remarks = _zone_remark(terms) + (
        "a payment does not name what was bought: each is one line of the product “Payment”",)
    return Draft("orders", pd.concat([lines, back]), ("order_id",), remarks)


SOURCE = Source("stripe", (
    Export("a Stripe subscriptions export",
           ("id", "Customer ID", "Plan", "Interval", "Amount", "Status", "Created (UTC)",
            "Ended At (UTC)"),
           "in the Stripe Dashboard: Billing, Subscriptions, choose all statuses with cancelled "
           "ones too, Export, all columns", _read_subscriptions),
    Export("a Stripe payments export", ("id", "Amount", "Amount Refunded", "Currency", "Status"),
           "in the Stripe Dashboard: Payments, Export, all columns", _read_payments),
), people=("Customer Name", "Customer Description", "Customer Email", "Customer ID"))
