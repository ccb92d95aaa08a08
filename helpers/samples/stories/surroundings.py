"""What is true in a sample's books, feedback, network, community and tests, told in words."""

from collections.abc import Mapping

import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.samples.network import MONEY_OF
from helpers.samples.stories.wording import listed, points, signed_percent


def around_story(truths: Mapping, format: Format) -> list[str]:
    """One fact a sentence, subject by subject."""
    told = [_books(truths), _people(truths["finances"], format), _health(truths["finances"]),
            _budget(truths["budget"]), _feedback(truths["feedback"], format),
            network_story(truths["network"])]
    if "community" in truths:
        told.append(_community(truths["community"], format))
    if "experiments" in truths:
        told.append(_experiments(truths["experiments"]["tests"]))
    return told


def _books(truths: Mapping) -> str:
    terms, percent = truths["finances"], PLAIN.percent
    if "cost_of_service" in terms:
        sold = ("Revenue is the fees that fell due, of the first one "
                f"{percent(truths['offer']['first_fee'])} for those who came with the offer; the "
                f"service costs {percent(terms['cost_of_service'])} of it")
    else:
        unsold = (f", and {percent(terms['unsold'])} more for what was baked and not sold"
                  if "unsold" in terms else "")
        sold = ("Revenue is that of the orders after refunds and discounts; the cost of goods is "
                f"their unit costs{unsold}")
    stock = (f" Stock is {PLAIN.number(terms['stock_months'], digits=1)} months of the goods that "
             "the next month takes." if "stock_months" in terms else "")
    return (f"**Books.** {sold}. Customers pay after {terms['customers_pay_after_days']} days, "
            f"suppliers are paid after {terms['suppliers_paid_after_days']}.{stock} Each month "
            "what is owned equals what is owed and the owners' part, and cash changes by the three "
            "cash flows, to the penny.")


def _health(terms: Mapping) -> str:
    lights = [f"{listed(_in_words(name) for name in terms[light])} "
              f"{'is' if len(terms[light]) == 1 else 'are'} {words}"
              for light, words in (("weak", "weak"), ("watch", "to be watched")) if terms[light]]
    return f"**Health.** By the usual bands {'; '.join(lights)}; the rest is strong."


def _budget(terms: Mapping) -> str:
    growth = listed(f"{_in_words(account)} {signed_percent(share)}"
                    for account, share in terms["growth"].items())
    years = listed(str(year) for year in terms["years"])
    missed = [f"{_in_words(account)} came to {_percent(abs(share))} "
              f"{'more' if share > 0 else 'less'}" for account, share in terms["misses"].items()]
    missed = f" In the last year {listed(missed)} than that." if missed else ""
    return (f"**Budget** of {years}: each month is the same month of the year before, {growth}, "
            f"the rest unchanged; rounded to {terms['rounded_to']}. It goes on for two months "
            f"after the last sale.{missed}")


def _people(terms: Mapping, format: Format) -> str:
    people = listed(f"{PLAIN.number(count, digits=1)} from {format.month(pd.Period(month))} on"
                    for month, count in terms["people"].items())
    return f"**People**, in full-time equivalents: {people}."


def _feedback(terms: Mapping, format: Format) -> str:
    percent, change = PLAIN.percent, terms["change"]
    groups = listed(f"of {terms['called'].get(name, name)} {percent(said['promoters'])} are "
                    f"promoters and {percent(said['detractors'])} detractors"
                    for name, said in terms["groups"].items())
    changed = "Nothing changes over time: who finds a change has found chance."
    if change["promoters"] or change["detractors"]:
        since = format.month(pd.Period(change["from_month"]))
        changed = (f"From {since} on the share of promoters is "
                   f"{points(change['promoters'])} and that of detractors "
                   f"{points(change['detractors'])}.")
    return (f"**Feedback.** {percent(terms['who_answers'])} of those asked answer, whatever they "
            f"think; {groups}. {changed}")


def network_story(terms: Mapping) -> str:
    """Who has how much of the money, who is the only way to others, and which door is unused."""
    firms, door, key = terms["organisations"], terms["unused_door"], terms.get("key")
    behind = [end for tie in terms["between_others"] if door in tie[:2]
              for end in tie[:2] if end not in (door, key)]
    told = [f"**Network.** {_money(firms)}",
            f"{door} is tied to {listed(behind)}, but not to the business: an unused door."]
    if key:
        told.append(f"{key} is the only way to it.")
    return " ".join(told)


def _money(firms: Mapping) -> str:
    """Who has which share of each account of the last twelve months."""
    parts = []
    for share, account in MONEY_OF.items():
        named = [f"{name} {_percent(said[share])}" for name, said in firms.items() if share in said]
        if named:
            parts.append(f"{listed(named)} of the {_in_words(account)}")
    return f"Shares of a year's money: {'; '.join(parts)}."


def _percent(share: float) -> str:
    return PLAIN.percent(share, digits=0 if round(100 * share, 6) % 1 == 0 else 1)


def _community(terms: Mapping, format: Format) -> str:
    percent = PLAIN.percent
    paces = listed(f"{name} {PLAIN.number(said['per_month'], digits=2)}"
                    for name, said in terms["activities"].items())
    doubles = format.money(terms["chance_doubles_with"], digits=0)
    more = format.money(terms["members_spend_more"], digits=0)
    return (
        f"**Community.** Since {format.month(pd.Period(terms['first_month']))} customers may join "
        f"who first bought {terms['within_days']} days ago or earlier. The keen join more readily: "
        f"each {doubles} spent in the {terms['within_days']} days before doubles the chance, from "
        f"{percent(terms['joins_per_month'], digits=2)} at a meeting. In the "
        f"{terms['within_days']} days after joining a member spends {more} more than others who "
        "had spent as much before; a plain comparison shows far more. "
        f"{percent(terms['falls_silent_per_month'])} of members fall silent in a month. "
        f"{percent(terms['who_refers'])} bring others. A member's month has, on average, so many: "
        f"{paces} (referrals: of those who bring others)."
    )


def _in_words(account: str) -> str:
    return account.removesuffix("_months").replace("_", " ")


def _experiments(tests: Mapping) -> str:
    percent = PLAIN.percent
    told = []
    for name, test in tests.items():
        shares = listed(f"“{variant}” {percent(share)}"
                        for variant, share in test["shares"].items())
        lost = "".join(f" (but {percent(share)} of those who see “{variant}” and do not go "
                       "uncounted, which breaks the split and flatters it)"
                       for variant, share in test.get("uncounted", {}).items())
        told.append(f"{name}: {shares}{lost}")
    return f"**Tests.** The share who do what is hoped, in truth. {'; '.join(told)}."
