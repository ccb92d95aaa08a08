"""Controls around one analysis and one chart; a still picture where nothing is interactive."""

from helpers.widgets.ansoff import AnsoffWidget, ansoff_view
from helpers.widgets.cohort import CohortWidget
from helpers.widgets.community import (
    CommunityPlanWidget, CommunityReviewWidget, community_plan_view, community_view, with_review,
)
from helpers.widgets.days import DaysWidget, baking_view
from helpers.widgets.decisions import DecisionWidget, decisions_view
from helpers.widgets.forecast import ForecastWidget
from helpers.widgets.goals import GoalWidget, goals_view, measured, with_goals
from helpers.widgets.growth import GrowthWidget, growth_view
from helpers.still import is_interactive
from helpers.widgets.health import HealthWidget, health_view
from helpers.widgets.maturity import (
    MaturityWidget, difference_view, maturity_view, with_ratings,
)
from helpers.widgets.opportunities import (
    OpportunityWidget, opportunity_view, ranked_ideas, with_scores,
)
from helpers.widgets.network import NetworkWidget, network_view, reliance_view
from helpers.widgets.standing import (
    ResourcesWidget, RivalsWidget, SwotWidget, resources_view, rivals_view, swot_view,
    with_findings, with_work,
)

__all__ = [
    "AnsoffWidget", "CohortWidget", "CommunityPlanWidget", "CommunityReviewWidget", "DaysWidget",
    "DecisionWidget", "ForecastWidget", "GoalWidget", "GrowthWidget", "HealthWidget",
    "MaturityWidget", "NetworkWidget", "OpportunityWidget", "ResourcesWidget", "RivalsWidget",
    "SwotWidget", "ansoff_view", "baking_view", "community_plan_view", "community_view",
    "decisions_view", "difference_view", "goals_view", "growth_view", "health_view",
    "is_interactive", "maturity_view", "measured", "network_view", "opportunity_view",
    "ranked_ideas", "reliance_view", "resources_view", "rivals_view", "swot_view", "with_findings",
    "with_goals", "with_ratings", "with_review", "with_scores", "with_work",
]
