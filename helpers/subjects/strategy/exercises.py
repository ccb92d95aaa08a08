"""What must be computed for the exercises on strategy."""

from helpers.subjects.strategy import maturity_view
from helpers.subjects.strategy.ansoff_choice import ansoff
from helpers.subjects.strategy.widgets.ansoff import ansoff_view
from helpers.subjects.strategy.widgets.swot import swot_view

BASICS = "maturity"


def one_step(rater) -> dict[str, float]:
    ratings = rater.answers[BASICS]

    def whole(**changed) -> float:
        return maturity_view(rater, {**ratings, **changed}).overall

    before = whole()
    return {"before": before, "after": whole(can_be_away=5),
            "invoices": whole(gets_paid=5) - before}


def your_basics(business) -> str:
    profile = maturity_view(business, business.answers.get(BASICS, {}))
    rated = "" if profile.dated is None else f" Rated on {business.format.date(profile.dated)}."
    return f"{profile.headline(business.format)}{rated}"


def your_standing(business) -> str:
    swot = swot_view(business, business.answers.get("swot", {}))
    return swot.headline(business.format)


def safer_branch(firm_at) -> dict[str, float]:
    return {"before": firm_at.loc["second café", 0.2], "halfway": firm_at.loc["second café", 0.4],
            "after": firm_at.loc["second café", 0.6], "card": firm_at.loc["loyalty card", 0.6]}


def bold_choice(signals) -> dict[str, float | str]:
    bold, middle = (ansoff(signals, {}, risk_appetite=appetite) for appetite in (10, 5))
    return {"of_all": bold.acceptability.loc[bold.choice, 1], "near": bold.firm_share,
            "middle": middle.acceptability.loc[middle.choice, 1],
            "choice": bold.choice.capitalize()}


def your_choice(business) -> str:
    choice = ansoff_view(business, business.answers.get("ansoff", {}))
    return f"{choice.headline(business.format)} Your first step: {choice.next_steps[0]}"
