"""Feedback: what customers say of the business, as scores."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "answers": ("Measure", "checked_answers", "latest_answers", "measured"),
    "charts": ("satisfaction_chart",),
    "intervals": ("promoter_interval", "wilson_interval"),
    "results": (
        "Answered", "Change", "Difference", "NetPromoterScore", "Satisfaction", "TooFewAnswers",
    ),
    "scores": ("customer_satisfaction", "difference_between", "net_promoter_score", "score_so_far"),
})
