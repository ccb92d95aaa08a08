"""What is true in each sample, told in words; every number comes from truths.yaml."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.formats import PLAIN, Format

MONTH_NAMES = [pd.Timestamp(2025, month, 1).month_name() for month in range(1, 13)]


def saas_story(truths: Mapping, format: Format) -> list[str]:
    """What was put into the subscription business, one fact a sentence."""
    percent = PLAIN.percent
    plans, onboarding, offer = truths["plans"], truths["onboarding"], truths["offer"]
    leaving = _listed(f"{percent(terms['churn_per_month'], digits=1)} of those on {plan}"
                      for plan, terms in plans.items())
    fees = _listed(f"{plan} {format.money(terms['monthly_fee'], digits=0)}"
                   for plan, terms in plans.items())
    changes = _listed(
        f"{percent(terms['per_month'], digits=1)} of {plan} customers change to {terms['to']}"
        for plan, terms in truths["plan_changes"].items()
    )
    return [
        f"**Plans.** Fees a month: {fees}. In a month {leaving} leave, as likely in their first "
        "month as in their thirtieth.",
        f"**Plan changes.** In a month {changes}, at most once. A change is a second row that "
        "starts the day after the first one ends: no customer is lost. They keep to the pace of "
        "leaving of the plan they began with.",
        f"**Onboarding.** Whoever starts from {format.month(pd.Period(onboarding['from_month']))} "
        f"on leaves at {PLAIN.number(onboarding['hazard_ratio'], digits=1)} times the usual pace.",
        f"**An offer.** In {_listed(format.month(pd.Period(m)) for m in offer['months'])} a "
        f"half-price first month brought {PLAIN.number(offer['leads_ratio'], digits=1)} times the "
        f"usual enquiries, from people who leave at "
        f"{PLAIN.number(offer['hazard_ratio'], digits=1)} times the usual pace. The table shows "
        "the full fee.",
        "**Segments** choose different plans and differ in nothing else. **Regions** differ only "
        "in size: who finds more has found chance.",
        _marketing(truths, format),
        _season(truths, "new customers"),
    ]


def shop_story(truths: Mapping, format: Format) -> list[str]:
    """What was put into the shop, one fact a sentence."""
    percent = PLAIN.percent
    segments, categories = truths["segments"], truths["categories"]
    returning = _listed(f"{percent(terms['return_chance'])} for {name}"
                        for name, terms in segments.items())
    by_channel = _listed(
        f"{'+' if points > 0 else '−'}{PLAIN.number(100 * abs(points))} points for {name}"
        for name, points in truths["return_chance_by_first_channel"].items() if points
    )
    joining = _listed(f"{percent(terms['joins'])} of {name}" for name, terms in segments.items())
    elasticities = _listed(f"{name} {PLAIN.number(terms['elasticity'], digits=1)}"
                           for name, terms in categories.items())
    costs = _listed(f"{name} {percent(terms['cost_share'])}" for name, terms in categories.items())
    back = _listed(f"{name} {percent(terms['returned'])}" for name, terms in categories.items())
    christmas, review = truths["christmas"], truths["price_review"]
    code = truths["welcome_code"]
    months = _listed(MONTH_NAMES[month - 1] for month in christmas["months"])
    return [
        f"**Coming back.** After each order there is a chance that another ever follows: "
        f"{returning}; by the channel of the first order, {by_channel}. The gap is "
        f"{truths['days_between_orders']} days on average, shorter in busy months.",
        f"**Loyalty programme.** Membership, offered with the first order, adds "
        f"{PLAIN.number(100 * truths['membership_adds'])} points to that chance. But "
        f"{joining} join, the keenest most of all, so a plain comparison of members with others "
        f"shows about {PLAIN.number(100 * plain_difference(truths))} points, too many: compare "
        "within a segment.",
        f"**Prices.** Elasticity: {elasticities}. Prices are set anew every "
        f"{review['every_months']} months, by chance, between {min(review['moves']):g} and "
        f"{max(review['moves']):g} times the usual; in {months} all stand "
        f"{percent(christmas['price_rise'])} higher, just when demand peaks, so that sales against "
        "prices mislead unless months are compared with themselves.",
        f"**Costs.** A unit costs this share of its usual price, within a tenth: {costs}.",
        f"**Refunds.** Lines sent back, as rows of negative quantity under the same order number: "
        f"{back}.",
        f"**Guests.** For 100 new customers there are "
        f"{PLAIN.number(100 * truths['guests_per_new_customer'])} orders without a customer_id. "
        f"**Welcome code.** {percent(code['share_of_first_orders'])} of customers get "
        f"{percent(code['discount'])} off their first order.",
        "**Regions** differ only in size: who finds more has found chance.",
        f"{_marketing(truths, format)} Afterwards {percent(truths['returns_direct'])} of orders "
        "come direct, the others by the first channel again.",
        _season(truths, "orders"),
    ]


def plain_difference(truths: Mapping) -> float:
    """How much likelier members are to return than others, were segments not told apart."""
    segments = pd.DataFrame(truths["segments"]).T
    mean = {
        side: np.average(segments["return_chance"], weights=segments["share"] * joined)
        for side, joined in (("members", segments["joins"]), ("others", 1 - segments["joins"]))
    }
    return truths["membership_adds"] + mean["members"] - mean["others"]


def _marketing(truths: Mapping, format: Format) -> str:
    channels = truths["channels"]
    paid = _listed(
        f"{name} {format.money(terms['cost_per_lead'] / terms['conversion'], digits=0)}"
        for name, terms in channels.items() if terms["cost_per_lead"]
    )
    free = _listed(name for name, terms in channels.items() if not terms["cost_per_lead"])
    return (f"**Marketing.** A new customer costs: {paid}. {free[0].upper()}{free[1:]}: nothing, "
            "and so not in the marketing table. A month brings "
            f"{PLAIN.percent(truths['growth_per_month'], digits=1)} more of everything than the "
            "month before.")


def _season(truths: Mapping, what: str) -> str:
    indices = _listed(f"{month} {PLAIN.number(index, digits=2)}"
                      for month, index in zip(MONTH_NAMES, truths["season"]))
    return f"**Season.** A day's {what} against those of an average day: {indices}."


def _listed(parts) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
