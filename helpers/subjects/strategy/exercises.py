"""What must be computed for the exercises on strategy."""

from helpers.subjects.strategy.widgets.swot import swot_view


def your_standing(business) -> str:
    swot = swot_view(business, business.answers.get("swot", {}))
    return swot.headline(business.format)
