"""What must be computed for the exercises on a network."""

from helpers.subjects.network import dependency, network_view, reliance_view

US, TAXIS = "Our garage", "City Taxis"


def half_of_it(garage) -> dict[str, float]:
    half, fifth, nothing = (
        dependency(garage, [TAXIS], us=US, replaceable=part, margin_rate=0.4, cash=9_000,
                   monthly_surplus=200) for part in (0.5, 0.2, 0.0))
    return {"revenue": half.revenue_at_stake, "margin": half.margin_at_stake,
            "before": fifth.revenue_at_stake, "nothing_replaced": nothing.revenue_at_stake,
            "lasts": half.runway_months_after, "lasted": fifth.runway_months_after}


def your_network(business) -> str:
    if not business.has("network"):
        return (f"{reliance_view(business).headline(business.format)} For a map, write your first "
                "lines into network.csv.")
    answered = network_view(business, business.answers.get("network", {}))
    return f"{answered.map.headline(business.format)} {answered.headline(business.format)}"
