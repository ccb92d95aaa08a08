"""Pictures of results: a result in, matplotlib Axes out, with alt text that states what is seen."""

from helpers.charts.at_risk import calibration_chart, lift_chart
from helpers.charts.community import (
    activity_plan_chart, community_chart, members_chart, self_review_chart,
)
from helpers.charts.days import (
    baking_plan_chart, coming_day_chart, effects_chart, weekday_chart,
)
from helpers.charts.decisions import decisions_chart
from helpers.charts.first_answers import chart_choice, distribution_chart, trend_chart
from helpers.charts.forecast import backtest_chart, forecast_chart
from helpers.charts.goals import goal_chart, goals_chart, smart_chart
from helpers.charts.growth import scorecard_chart, year_on_year_chart
from helpers.charts.health import health_chart, ratio_chart
from helpers.charts.maturity import drag_chart, maturity_radar
from helpers.charts.opportunities import opportunity_chart, weight_chart
from helpers.charts.network import concentration_chart, network_chart, stake_chart
from helpers.charts.payback import payback_chart
from helpers.charts.programme import effect_chart
from helpers.charts.retention import retention_curve, retention_heatmap
from helpers.charts.sales import sales_over_time
from helpers.charts.satisfaction import satisfaction_chart
from helpers.charts.silence import lapsed_chart
from helpers.charts.standing import resources_chart, rivals_chart, swot_chart
from helpers.charts.stock import newsvendor_chart
from helpers.charts.strategy import ansoff_matrix, firmness_chart
from helpers.charts.style import alt_text, describe, house_style, new_axes, new_figure
from helpers.charts.survival import churn_rate_chart, survival_curve
from helpers.charts.variance import budget_chart, price_volume_chart, variance_chart

__all__ = [
    "activity_plan_chart", "alt_text", "ansoff_matrix", "backtest_chart", "baking_plan_chart",
    "budget_chart", "calibration_chart", "chart_choice", "churn_rate_chart", "coming_day_chart",
    "community_chart", "concentration_chart", "decisions_chart", "describe", "distribution_chart",
    "drag_chart", "effect_chart", "effects_chart", "firmness_chart", "forecast_chart", "goal_chart",
    "goals_chart", "health_chart", "house_style", "lapsed_chart", "lift_chart", "maturity_radar",
    "members_chart", "network_chart", "new_axes", "new_figure", "newsvendor_chart",
    "opportunity_chart", "payback_chart", "price_volume_chart", "ratio_chart", "resources_chart",
    "retention_curve", "retention_heatmap", "rivals_chart", "sales_over_time", "satisfaction_chart",
    "scorecard_chart", "self_review_chart", "smart_chart", "stake_chart", "survival_curve",
    "swot_chart", "trend_chart", "variance_chart", "weekday_chart", "weight_chart",
    "year_on_year_chart",
]
