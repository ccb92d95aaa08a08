"""Customers: do they come back, who leaves, what are they worth."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "at_risk": ("AtRisk", "at_risk_customers", "auc_interval", "lift_by_share"),
    "charts": (
        "calibration_chart", "churn_rate_chart", "effect_chart", "heatmap_height", "lapsed_chart",
        "lift_chart", "payback_chart", "retention_curve", "retention_heatmap", "survival_curve",
    ),
    "cohorts": ("Retention", "cohort_retention", "subscription_activity"),
    "lapse": ("Lapsed", "lapsed"),
    "payback": ("MarketingPayback", "marketing_payback"),
    "programme": ("ProgramEffect", "mantel_haenszel_difference", "program_effect"),
    "purchases": ("activity",),
    "selection": ("cohorts_between", "customer_kinds", "last_day", "of_kind"),
    "survival_curves": ("ChurnRate", "LogRank", "Survival", "churn_rate", "survival"),
    "totals": ("CustomerTotals", "customer_totals"),
    "widgets": ("CohortWidget", "cohort_view"),
})
