"""What must be computed for the exercises on strategy."""

from helpers.subjects.strategy import maturity_view

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
