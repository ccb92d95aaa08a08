"""Experiments: how large a test must be, what it has shown, and how to look early without harm."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "charts": ("changes_chart", "peek_chart", "plan_chart"),
    "comparing": ("Comparison", "Comparisons", "analyse_test", "analyse_tests"),
    "looking": ("Peeks", "peek"),
    "planning": ("PlannedTest", "plan_test"),
    "widgets": ("TestPlanner", "plan_view"),
})
