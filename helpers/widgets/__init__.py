"""Controls around one analysis and one chart; a still picture where nothing is interactive."""

from helpers.widgets.cohort import CohortWidget, cohort_view
from helpers.widgets.still import is_interactive

__all__ = ["CohortWidget", "cohort_view", "is_interactive"]
