"""What must be computed for the exercises on goals."""

from helpers.core.formats import PLAIN
from helpers.core.problems import OwnerError
from helpers.stats.wording import counted
from helpers.subjects.goals.opportunities import rank_opportunities
from helpers.subjects.goals.smart_check import check_smart
from helpers.subjects.goals.widgets.goals import goals_view, measured

PARTS = ("statement", "kpi", "baseline", "target", "due", "owner", "why", "resources")
NEXT_TOWN, AT_THE_TILL = "the next town", "booking at the till"


def mended(words: str) -> str:
    parts = words.split(";")
    if len(parts) != len(PARTS):
        raise OwnerError(f"That is {counted(len(parts), 'part', PLAIN)}. A goal has {len(PARTS)}, "
                         "with a semicolon between each and the next.")
    found = check_smart(dict(zip(PARTS, parts)))
    if found.passes:
        return f"All five letters pass. {found.repaired()}"
    first = found.letters()[found.failing[0]]
    begin = f" Begin with {first.letter}: {first.repair}" if len(found.failing) > 1 else ""
    raise OwnerError(f"{found.headline()}{begin}")


def with_a_chair(salon) -> dict[str, float]:
    changed = salon.copy()
    changed.loc[NEXT_TOWN, "ease"] = 7
    then, now = (rank_opportunities(scores, weights={"prize": 1, "ease": 1})
                 for scores in (salon, changed))
    return {"score": now.values[NEXT_TOWN], "before": then.values[NEXT_TOWN],
            "rival": now.values[AT_THE_TILL], "first": now.acceptability.loc[NEXT_TOWN, 1]}


def your_goals(business) -> str:
    goals = goals_view(business)
    said = goals.headline(business.format)
    return said if goals.states else f"{said} {measured(business).headline(business.format)}"
