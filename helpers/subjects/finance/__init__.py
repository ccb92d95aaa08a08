"""Finance: the books read as ratios, runway and variance."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "accounts": ("Books", "in_words", "is_flow", "monthly_books"),
    "cash_runway": (
        "Runway", "burned", "expanded_tail", "in_months", "lasting", "runway", "runway_of",
    ),
    "charts.health": ("health_chart", "health_height", "ratio_chart"),
    "charts.variance": ("budget_chart", "price_volume_chart", "variance_chart"),
    "financial_ratios": ("Ratio", "against_band", "band_in_words", "checked_bands", "in_units"),
    "health": ("HealthCheck", "NotKnown", "health_check"),
    "ratio_values": (
        "gross_margin", "judged", "lacking_for", "ratio_told", "runway_told", "why_no_value",
    ),
    "variance": (
        "BudgetVariance", "PriceVolume", "against_last_year", "budget_variance",
        "months_with_last_year", "price_volume",
    ),
    "widgets": ("HealthWidget", "bands_from", "health_view"),
})
