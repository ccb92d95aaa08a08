"""Controls around one analysis and one chart; a still picture where nothing is interactive."""

from helpers.widgets.ansoff import AnsoffWidget, ansoff_view
from helpers.widgets.cohort import CohortWidget, cohort_view
from helpers.widgets.forecast import ForecastWidget, forecast_view
from helpers.widgets.still import is_interactive

__all__ = [
    "AnsoffWidget", "CohortWidget", "ForecastWidget", "ansoff_view", "cohort_view",
    "forecast_view", "is_interactive",
]
