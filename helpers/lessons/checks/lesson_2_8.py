"""The checks of “Forecasting demand and holding stock”."""

from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.demand.assortment import usual_horizon
from helpers.subjects.demand.forecasting.backtest import backtest
from helpers.subjects.demand.inventory import newsvendor, reorder_point
from helpers.subjects.sales.by_product import product_names, product_sales, product_series


@exercise("2.8.1")
def scones(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "That is yesterday's figure; but Fridays and Saturdays differ.",
        "b": "An average of two unlike days fits neither.",
        "c": "Right: the same weekday a week before.",
    }, hint="What does a good baker answer?")


@exercise("2.8.2")
def average_error(answer) -> Verdict:
    return judge_number(answer, 6,
        reason="Right: the misses are 5, 12 and 1, and their average is 6.",
        hint="Add up the three misses without their signs, and divide by three.",
        slips={"That lets misses above and below cancel out.": (5 - 12 + 1) / 3,
               "That has the signs the other way round, and they cancel out.": (-5 + 12 - 1) / 3,
               "That is the sum; divide by how many there are.": 18})


@exercise("2.8.3")
def two_in_ten(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "A forecast that never missed its 80% interval would have one that is too wide.",
        "b": "Right: eight in ten within, two in ten outside.",
        "c": "Then it would miss more often than it promises.",
    }, hint="How many days in ten does 80% leave outside?")


@exercise("2.8.4")
def sandwich(answer) -> Verdict:
    return judge_number(answer, 1.8 / 3.0,
        reason="Right: a missed sale costs 1.80, a leftover 1.20, and 1.80 of 3.00 is 60%.",
        hint="The margin, divided by the margin plus the loss on a leftover.",
        slips={"That is cost over price; take the margin.": 1.2 / 3.0,
               "That is the margin alone; divide it by margin plus loss.": 1.8,
               "That divides the margin by the loss.": 1.8 / 1.2})


@exercise("2.8.5")
def dearer_pies(answer, pies) -> Verdict:
    dearer = newsvendor([20, 20, 30, 30, 30, 40], price=2.50, cost=2.00)
    return judge_number(answer, dearer.quantity,
        reason=f"Right: a leftover now costs four times what a missed sale does, so "
               f"{dearer.quantity:g} are best, not {pies.quantity:g}.",
        hint="newsvendor([20, 20, 30, 30, 30, 40], price=2.50, cost=…).quantity",
        slips={"That is still the quantity at a cost of 1.00.": pies.quantity})


@exercise("2.8.6")
def never_run_out(answer, shampoo) -> Verdict:
    surer = reorder_point((25, 6), 2, service_level=0.99)
    return judge_number(answer, surer.safety_stock,
        reason=f"Right: from {shampoo.safety_stock:.1f} to {surer.safety_stock:.1f} bottles. The "
               "last few per cent are the dearest.",
        hint="reorder_point((25, 6), 2, service_level=…).safety_stock",
        slips={"That is the reserve at 95%.": shampoo.safety_stock,
               "That is the reorder point; ask for its .safety_stock.": surer.quantity})


@exercise("2.8.7")
def sold_out(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "It was right because nothing else could happen: there were only 40.",
        "b": "Right: sales stopped at 40, demand did not. The hour tells how much was missed.",
        "c": "They cannot grow; there is nothing left to sell.",
    }, hint="What would have been sold if there had been 60?")


@exercise("2.8.8")
def your_best_seller(answer) -> Verdict:
    try:
        own = own_business(answer)
        orders, days = own.table("orders"), own.get("daily_context")
        sellers = product_sales(orders)
        best = sellers.index[0]
        sold = product_series(orders, best, context=days)
        tried = backtest(sold, usual_horizon(sold), context=days)
        name = product_names(sellers.index, own.get("products"))[best]
        return Verdict(True, f"{name}: {tried.headline(own.format)}")
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
