"""Where a business stands beyond its books: daily work, rivals, resources, and all of it together.

How the work runs: `operational_review`. Ahead or behind: `compare_rivals`. What would give way
under more work: `audit_resources`. Strengths and weaknesses drawn from it all: `draw_swot`.
"""

from helpers.analysis.operational import OperationalReview, operational_review
from helpers.analysis.resources import RESOURCES, ResourceAudit, audit_resources
from helpers.analysis.rivals import CRITERIA, RivalComparison, compare_rivals
from helpers.analysis.swot import Swot, draw_swot

__all__ = [
    "CRITERIA", "RESOURCES", "OperationalReview", "ResourceAudit", "RivalComparison", "Swot",
    "audit_resources", "compare_rivals", "draw_swot", "operational_review",
]
