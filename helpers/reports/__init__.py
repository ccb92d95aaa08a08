"""Reports for many businesses: plan, run by papermill, render, deliver whole or not at all."""

from helpers.reports.batch import BatchResult, make_reports
from helpers.reports.records import FORMATS, Job, Limits, Outcome

__all__ = ["FORMATS", "BatchResult", "Job", "Limits", "Outcome", "make_reports", "report_one"]


def __getattr__(name: str):
    # on first use: what makes one report takes seconds to load
    if name == "report_one":
        from helpers.reports.client import report_one

        return report_one
    raise AttributeError(f"module 'helpers.reports' has no attribute {name!r}")
