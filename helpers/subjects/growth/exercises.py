"""What must be computed for the exercises on growth."""

from helpers.core.problems import OwnerError
from helpers.subjects.growth.widgets import growth_view


def revenue(card) -> dict[str, float]:
    if "revenue" not in card.frame.index:
        raise OwnerError(f"Revenue is not known: {card.left_out['revenue']}.")
    return {"now": card.frame.loc["revenue", "value"]}


def your_growth(business) -> str:
    card = growth_view(business, business.answers.get("growth", {}))
    return card.headline(business.format)
