"""Reports for many businesses: plan, run by papermill, render, deliver whole or not at all."""

from helpers.reports.batch import BatchResult, make_reports
from helpers.reports.client import Job, Outcome, report_one

__all__ = ["BatchResult", "Job", "Outcome", "make_reports", "report_one"]
