"""What must be computed for the exercises on customers."""

from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.purchases import activity


def february(by_hand) -> dict[str, float]:
    return {"rate": by_hand.rates.loc["2025-02", 1], "counted": by_hand.counts.loc["2025-02", 1]}


def by_quarter(shop) -> dict[str, float]:
    bought = {"orders": shop.get("orders"), "subscriptions": shop.get("subscriptions")}
    return {period: cohort_retention(activity(**bought, period=period), period=period)
            .average.loc[1, "rate"] for period in ("quarter", "month")}


def sooner(orders) -> dict[str, float]:
    return {"eight": lapsed(orders, returns=0.8).threshold_days,
            "nine": lapsed(orders, returns=0.9).threshold_days}


def your_cohorts(business) -> str:
    paid = activity(orders=business.get("orders"), subscriptions=business.get("subscriptions"))
    return cohort_retention(paid).headline(business.format)
