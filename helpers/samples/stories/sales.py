"""What is true in each sample, told in words; every number comes from its truths."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.typography import signed
from helpers.samples.stories.surroundings import network_story
from helpers.samples.stories.wording import listed, signed_percent

MONTH_NAMES = [pd.Timestamp(2025, month, 1).month_name() for month in range(1, 13)]


def saas_story(truths: Mapping, format: Format) -> list[str]:
    """What was put into the subscription business, one fact a sentence."""
    percent = PLAIN.percent
    plans, onboarding, offer = truths["plans"], truths["onboarding"], truths["offer"]
    leaving = listed(f"{percent(terms['churn_per_month'], digits=1)} of those on {plan}"
                      for plan, terms in plans.items())
    fees = listed(f"{plan} {format.money(terms['monthly_fee'], digits=0)}"
                   for plan, terms in plans.items())
    changes = listed(
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
        f"**An offer.** In {listed(format.month(pd.Period(m)) for m in offer['months'])} a "
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
    returning = listed(f"{percent(terms['return_chance'])} for {name}"
                        for name, terms in segments.items())
    by_channel = listed(
        f"{signed(100 * points, PLAIN.number)} points for {name}"
        for name, points in truths["return_chance_by_first_channel"].items() if points
    )
    joining = listed(f"{percent(terms['joins'])} of {name}" for name, terms in segments.items())
    elasticities = listed(f"{name} {PLAIN.number(terms['elasticity'], digits=1)}"
                           for name, terms in categories.items())
    costs = listed(f"{name} {percent(terms['cost_share'])}" for name, terms in categories.items())
    back = listed(f"{name} {percent(terms['returned'])}" for name, terms in categories.items())
    christmas, review = truths["christmas"], truths["price_review"]
    code = truths["welcome_code"]
    months = listed(MONTH_NAMES[month - 1] for month in christmas["months"])
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


def bakery_story(truths: Mapping, format: Format) -> list[str]:
    """What was put into the bakery, one fact a sentence."""
    percent = PLAIN.percent
    products, categories = truths["products"], truths["categories"]
    trends = listed(f"{name} {signed_percent(terms['trend_per_year'])}"
                     for name, terms in categories.items())
    review, rain, club = truths["price_review"], truths["rain"], truths["bread_club"]
    covers = listed(f"{name} {PLAIN.number(terms['cover'], digits=1)} times"
                     for name, terms in products.items() if "cover" in terms)
    warmth = listed(f"{PLAIN.number(terms['per_10_degrees'], digits=1)} times as much {name}"
                     for name, terms in products.items() if "per_10_degrees" in terms)
    lifts = listed(f"{name} {PLAIN.number(terms['lift'], digits=2)}"
                    for name, terms in truths["events"].items())
    coming = listed(
        f"{name} come {PLAIN.number(terms['visits_per_week'], digits=1)} times a week "
        f"({percent(terms['stop_per_month'])} of them stop in a month)"
        for name, terms in truths["segments"].items()
    )
    return [
        "**Lines.** Only holders of the loyalty card have a customer_id and orders of their own. "
        "All other sales of a day stand as one order with one line for each product, so that its "
        "lines add up to all that was sold; the number of such orders says nothing about how many "
        "people came, nor their size about baskets.",
        *(_weekdays(name, terms["weekdays"]) for name, terms in categories.items()),
        f"**Trend.** From year to year, at the same prices: {trends}.",
        f"**Events** multiply the customers of a day: {lifts}. The table goes on for "
        f"{truths['days_known_ahead']} days after the last sale with the events known by then; "
        "the weather of those days nobody knows.",
        f"**Weather.** A wet day ({format.number(rain['wet_from'])} mm or more) sells "
        f"{PLAIN.number(rain['wet_day_ratio'], digits=2)} times as much as a dry one. Each 10 "
        f"degrees warmer sell {warmth}; the rest sells alike in any warmth.",
        f"**Prices** rise each {listed(MONTH_NAMES[month - 1] for month in review['months'])}, "
        "each product's by one of these, as chance has it: "
        f"{listed(percent(rise) for rise in review['rises'])}. Elasticity: "
        f"{PLAIN.number(truths['elasticity'], digits=1)}.",
        f"**Sold out.** {_baked(covers)}",
        f"**Odd products.** {_odd_products(products, format)}",
        "**Good and bad days.** All products share them: a day strays by about "
        f"{percent(truths['days_stray'])} from what was to be expected, besides the chance in who "
        "comes through the door.",
        f"**Card holders.** The card was new on the first day. Of those who take it, {coming}. "
        f"{percent(club['joins'])} of each join the bread club with the card; its members stop at "
        f"{PLAIN.number(club['stopping_ratio'], digits=1)} times the pace of others, and here a "
        "plain comparison is fair. **Regions** differ only in size.",
        _season(truths, "customers"),
    ]


def plumber_story(truths: Mapping, format: Format) -> list[str]:
    """What was put into the plumber's few tables, one fact a sentence."""
    percent, terms = PLAIN.percent, truths["finances"]
    shares = listed(f"{name} {percent(said['share'])}"
                    for name, said in truths["services"].items())
    prices = listed(f"{name} {format.money(said['price'], digits=0)}"
                    for name, said in truths["services"].items())
    return [
        "**So little is written down** that most analyses refuse, or tell little: five months of "
        "jobs, four accounts, a handful of answers, and no list of customers.",
        f"**Jobs.** About {truths['jobs_per_month']} a month, as likely in any of them; "
        f"{percent(truths['came_before'])} for somebody who was there before; "
        f"{percent(truths['second_service'])} with a second service.",
        f"**Services**, as a share of all: {shares}. Usual prices, within "
        f"{percent(truths['prices_vary_by'])}: {prices}.",
        "**Books.** Revenue and the cost of goods are those of the jobs, paid at once. Other costs "
        f"are about {format.money(terms['other_operating']['each_month'], digits=0)} a month. Cash "
        f"also pays the owner, {format.money(terms['owner_takes'], digits=0)} a month.",
        f"**Feedback.** {len(truths['feedback']['scores'])} answers, too few for a score.",
        network_story(truths["network"]),
    ]


def _weekdays(category: str, factors: Mapping) -> str:
    days = listed(f"{day.capitalize()} {PLAIN.number(factor, digits=2)}"
                   for day, factor in factors.items())
    return f"**{category}** on each weekday, against an average open day: {days}."


def _baked(covers: str) -> str:
    return (
        "What is baked is sold on that day or never, and no table says how much was baked. Each "
        "quarter, for each product and weekday, the baker takes the usual demand on a dry day "
        f"({covers}) and rounds up to whole trays; an event's lift comes on top. Sales stop there, "
        "so they understate what people wanted, most on dry days and for what is baked sparingly. "
        "It can be told from the sales: days sold out share the highest figure of their weekday "
        "in the quarter. Take such a figure for “so many or more”."
    )


def _odd_products(products: Mapping, format: Format) -> str:
    sentences = []
    for name, terms in products.items():
        if "to_order" in terms:
            sentences.append(f"{name} is made to order, about "
                             f"{PLAIN.number(terms['per_day'], digits=2)} on an average day, "
                             "whatever the weather or event.")
        if "on_sale_from" in terms:
            launch = format.date(pd.Timestamp(terms["on_sale_from"]))
            sentences.append(f"{name} came on sale on {launch}.")
        if "season" in terms:
            first, last = (_day_and_month(day) for day in terms["season"])
            sentences.append(f"{name} is sold from {first} to {last} only.")
    return " ".join(sentences)


def _day_and_month(day: str) -> str:
    month, number = map(int, day.split("-"))
    return f"{number} {MONTH_NAMES[month - 1]}"


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
    paid = listed(
        f"{name} {format.money(terms['cost_per_lead'] / terms['conversion'], digits=0)}"
        for name, terms in channels.items() if terms["cost_per_lead"]
    )
    free = listed(name for name, terms in channels.items() if not terms["cost_per_lead"])
    return (f"**Marketing.** A new customer costs: {paid}. {free[0].upper()}{free[1:]}: nothing, "
            "and so not in the marketing table. A month brings "
            f"{PLAIN.percent(truths['growth_per_month'], digits=1)} more of everything than the "
            "month before.")


def _season(truths: Mapping, what: str) -> str:
    indices = listed(f"{month} {PLAIN.number(index, digits=2)}"
                      for month, index in zip(MONTH_NAMES, truths["season"]))
    return f"**Season.** A day's {what} against those of an average day: {indices}."
