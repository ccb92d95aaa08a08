"""What must be computed for the exercises on community."""

from helpers.core.problems import NotEnoughData
from helpers.subjects.community.size import community_size
from helpers.subjects.community.widgets import community_view

SECTION = "community"


def only_this_month(notes, as_of) -> dict[str, float]:
    usual, strict = (community_size(notes, quiet_months=months, as_of=as_of).frame["size"]
                     for months in (3, 1))
    return {"usual": usual.loc["2025-07"], "strict": strict.loc["2025-07"],
            "august": usual.loc["2025-08"] - strict.loc["2025-08"]}


def plainly_more(salon) -> dict[str, float]:
    after = salon.groupby("who")["after"]
    means, sums = after.mean(), after.sum()
    alike = salon[salon["comes"] == "often"].groupby("who")["after"].mean()
    return {"member": means["member"], "other": means["other"],
            "sums": sums["member"] - sums["other"], "fairer": alike["member"] - alike["other"]}


def your_community(business) -> str:
    ratings = business.answers.get(SECTION, {})
    if not business.has("community"):
        return community_view(business, ratings).headline(business.format)
    return " ".join([_said(business, community_view, business, ratings),
                     _said(business, community_size, business.table("community"))])


def _said(business, analysis, *about) -> str:
    """The headline of an analysis, or why there is none."""
    try:
        return analysis(*about).headline(business.format)
    except NotEnoughData as refusal:
        return str(refusal)
