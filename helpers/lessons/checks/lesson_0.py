"""The checks of “Start here”."""

from helpers.core.business import open_business
from helpers.core.problems import OwnerError
from helpers.lessons.exercises import Verdict, exercise, judge_choice, judge_number, own_business


@exercise("0.1")
def running_a_cell(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "Saving keeps the text of the cell, but the computer has not carried it out.",
        "b": "Right: a cell counts when it is run, and then the cells below it should be run again.",
        "c": "What is typed is only text until the cell is run.",
    }, hint="Which keys did you press to run the first cell?")


@exercise("0.2")
def mugs(answer) -> Verdict:
    return judge_number(answer, 4 * 18.50 - 18.50,
        reason="Right: a refund takes the price of what came back off the sales.",
        hint="Four mugs bought, less one sent back, each at 18.50.",
        slips={"That leaves the refund out.": 4 * 18.50,
               "That adds the refund; it should be taken off.": 5 * 18.50})


@exercise("0.3")
def lowest_month(answer, sales) -> Verdict:
    return judge_number(answer, sales.finished.min(),
        reason="Right: min() is the smallest, as max() is the largest.",
        hint="Take sales.finished.max() and change one word.",
        slips={"That is the best month, not the lowest.": sales.finished.max(),
               "That is the average month.": sales.finished.mean()})


@exercise("0.4")
def the_cliff(answer) -> Verdict:
    return judge_choice(answer, right="b", reasons={
        "a": "Ten days cannot match thirty; there may be no fall at all.",
        "b": "Right: a part of a month always looks like a bad month.",
        "c": "The chart is true. It compares ten days with thirty, and does not say so.",
    }, hint="How many days does each point on the chart stand for?")


@exercise("0.5")
def another_business(answer, shop) -> Verdict:
    try:
        other = open_business(str(answer))
    except OwnerError as problem:
        return Verdict(False, str(problem), "Copy one of the names from the list above.")
    if other.folder == shop.folder:
        return Verdict(False, f"{other.name} is the one you are looking at already.",
                       "Choose a different name from the list above.")
    return Verdict(True, f"That is {other.name}. Its money is in {other.currency}, and it has "
                         f"the tables {', '.join(other.tables)}.")


@exercise("0.6")
def your_own(answer) -> Verdict:
    try:
        own = own_business(answer)
        problems = own.check()
    except OwnerError as problem:
        return Verdict(False, str(problem), "The import above makes the folder; --into names it.")
    if not own.tables:
        return Verdict(False, f"{own.name} is there, but its tables are still empty.",
                       "Fill in orders.csv, or bring an export with growth import.")
    if problems:
        return Verdict(True, f"{own.name} is there, with {', '.join(own.tables)}. In a terminal, "
                             f"growth check {own.folder.name} says what could be put right.")
    return Verdict(True, f"{own.name} is there, with {', '.join(own.tables)}, and nothing to mend.")
