"""The checks of “Your business network”."""

import pandas as pd

from helpers.core.formats import PLAIN
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business
from helpers.subjects.network.dependence import dependency
from helpers.subjects.network.mapping import network_map
from helpers.subjects.network.widgets import network_view, reliance_view

OURS, TAXIS = "Our garage", "City Taxis"
SECOND = "Quick Parts"


@exercise("1.6.1")
def florist(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "A customer buys; here nothing is bought.",
        "b": "A supplier is paid for goods; here nobody is paid.",
        "c": "Right: each sends the other work. That makes them partners, with or without money.",
        "d": "It brings customers, and those bring money.",
    }, hint="What does each of the two do for the other?")


@exercise("1.6.2")
def a_second_supplier(answer, garage) -> Verdict:
    hint = 'longer.loc[len(longer)] = ["Our garage", "Quick Parts", "supplier", 0.4, 5_000]'
    if not isinstance(answer, pd.DataFrame) or "target" not in answer:
        return Verdict(False, "That is not the list.", "Hand in longer, without quotation marks.")
    added = answer[answer["target"] == SECOND]
    if len(added) != 1:
        return Verdict(False, f"The list has {len(added)} lines with {SECOND} as the second name; "
                              "it needs one.", hint)
    line = added.iloc[0]
    if line["source"] != OURS:
        return Verdict(False, f"The line says that {SECOND} deals with {line['source']}.", hint)
    if str(line["relation"]).strip().lower() != "supplier":
        return Verdict(False, f"The line says that {SECOND} is a {line['relation']}.",
                       "Who pays whom?")
    if not 0 <= float(line["strength"]) <= 1:
        return Verdict(False, "A strength lies between 0 and 1.", hint)
    if len(answer) != len(garage) + 1:
        return Verdict(False, f"The list has {len(answer)} lines; it should have "
                              f"{len(garage) + 1}.", "Copy garage again and add one line.")
    before, after = (network_map(each, us=OURS).missing for each in (garage, answer))
    return Verdict(True, f"Right. Before, the map said of suppliers: {before['supplier']}. Now "
                         f"that gap is closed; {len(after)} are left.")


@exercise("1.6.3")
def the_way_to_fleet_leasing(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "It may work, but a stranger's call is the hardest way in.",
        "b": "A strong relation, but no line leads on from there.",
        "c": "Right: Dent and Paint works with the insurer, and the insurer with Fleet Leasing.",
    }, hint="Follow the lines from Fleet Leasing back to the star.")


@exercise("1.6.4")
def a_trade_body(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "Money is only one of three reasons.",
        "b": "Right: without it, nobody would lead to the hotels.",
        "c": "Its kind alone makes nobody a key node; many are in associations that open no door.",
    }, hint="What would the baker lose without it?")


@exercise("1.6.5")
def salon(answer) -> Verdict:
    return judge_number(answer, 60**2 + 30**2 + 10**2,
        reason="Right: 3,600 + 900 + 100. The largest alone makes up most of it.",
        hint="Square each share first, and then add up.",
        slips={"That is the square of the sum; square first, then add.": 100**2,
               "That adds up the shares without squaring them.": 100,
               "That is from 0 to 1; in per cent it is 10,000 times as much.": 0.46,
               "That is the largest one's part alone.": 60**2})


@exercise("1.6.6")
def above_the_mark(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "The mark is for markets and mergers; no law says how a salon must buy.",
        "b": "Right: what counts is what would happen if they went, and how fast it can be mended.",
        "c": "That makes ten bills, and may cost the discount. Spread only what would stop you.",
    }, hint="Whom was that mark made for?")


@exercise("1.6.7")
def half_of_it(answer, garage) -> Verdict:
    terms = {"us": OURS, "margin_rate": 0.4, "cash": 9_000, "monthly_surplus": 200}
    found, before, none = (dependency(garage, [TAXIS], replaceable=part, **terms)
                           for part in (0.5, 0.2, 0.0))
    return judge_number(answer, found.revenue_at_stake,
        reason=f"Right: {PLAIN.money(before.revenue_at_stake)} before, "
               f"{PLAIN.money(found.revenue_at_stake)} now; and the cash would last "
               f"{PLAIN.number(found.runway_months_after, digits=1)} months, not "
               f"{PLAIN.number(before.runway_months_after, digits=1)}.",
        hint='dependency(garage, ["City Taxis"], us="Our garage", replaceable=…, …)'
             ".revenue_at_stake",
        slips={"That is still with a fifth of it replaced.": before.revenue_at_stake,
               "That is as if nothing could be replaced.": none.revenue_at_stake,
               "That is the margin; hand in the revenue.": found.margin_at_stake})


@exercise("1.6.8")
def the_architect(answer) -> Verdict:
    return judge_choice(answer, right="c", reasons={
        "a": "That asks for a favour before there is any reason to do one.",
        "b": "That buys her advice, and her clients would mind if they knew.",
        "c": "Right: it helps her, it shows the joinery's judgement, and it asks for nothing.",
    }, hint="Who gives here, and who asks?")


@exercise("1.6.9")
def your_network(answer) -> Verdict:
    try:
        own = own_business(answer)
        if not own.has("network"):
            return Verdict(True, f"{reliance_view(own).headline(own.format)} For a map, write your "
                                 "first lines into network.csv.")
        answered = network_view(own, own.answers.get("network", {}))
        return Verdict(True, f"{answered.map.headline(own.format)} "
                             f"{answered.headline(own.format)}")
    except OwnerError as problem:
        return Verdict(False, str(problem), "In a terminal, growth check says what to mend.")
