"""What must be computed for the exercises on sales."""

from helpers.core.problems import NotEnoughData
from helpers.subjects.sales.order_size import order_values
from helpers.subjects.sales.ranking import best_sellers
from helpers.subjects.sales.summaries import summary
from helpers.subjects.sales.weekdays import weekday_profile


def without_the_bathroom(week, calm) -> dict[str, float]:
    return {"before": week.standard_deviation, "after": calm.standard_deviation,
            "mean_before": week.mean, "mean_after": calm.mean}


def wet_saturday(baker, plan_for) -> dict[str, float | str]:
    usual, wet, dry = (
        plan_for(baker, {"day": "saturday"} | weather).frame
        for weather in ({}, {"weather": "wet"}, {"weather": "dry"}))
    first = wet.iloc[0]
    had = {"usual": usual, "wet": wet, "dry": dry}
    numbers = {kind: frame.loc[first.name, "quantity"] for kind, frame in had.items()}
    rain = ("Rain keeps people at home, so fewer are worth having."
            if numbers["wet"] < numbers["dry"] else
            "Rain makes no difference that these sales can show.")
    return {**numbers, "all_of_them": wet["quantity"].sum(), "name": first["name"], "rain": rain}


def your_first_answers(business) -> str:
    orders, format = business.table("orders"), business.format
    spent = summary(order_values(orders), is_money=True, noun="order")
    best = best_sellers(orders, business.get("products"))
    return " ".join([spent.headline(format), best.headline(format), _weekdays(business)])


def _weekdays(business) -> str:
    """What weekdays say; too few days are no reason to say nothing of the rest."""
    try:
        profile = weekday_profile(business.table("orders"), business.get("daily_context"))
    except NotEnoughData as why:
        return str(why)
    return profile.headline(business.format)
