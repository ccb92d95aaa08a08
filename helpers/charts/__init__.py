"""Pictures of results: a result in, matplotlib Axes out, with alt text that states what is seen."""

from helpers.charts.at_risk import calibration_chart, lift_chart
from helpers.charts.forecast import backtest_chart, forecast_chart
from helpers.charts.payback import payback_chart
from helpers.charts.programme import effect_chart
from helpers.charts.retention import retention_curve, retention_heatmap
from helpers.charts.sales import sales_over_time
from helpers.charts.silence import lapsed_chart
from helpers.charts.stock import newsvendor_chart, order_plan_chart
from helpers.charts.strategy import ansoff_matrix, firmness_chart, signals_chart
from helpers.charts.style import alt_text, describe, house_style, new_axes, new_figure
from helpers.charts.survival import churn_rate_chart, survival_curve

__all__ = [
    "alt_text", "ansoff_matrix", "backtest_chart", "calibration_chart", "churn_rate_chart",
    "describe", "effect_chart", "firmness_chart", "forecast_chart", "house_style", "lapsed_chart",
    "lift_chart", "new_axes", "new_figure", "newsvendor_chart", "order_plan_chart",
    "payback_chart", "retention_curve", "retention_heatmap", "sales_over_time", "signals_chart",
    "survival_curve",
]
