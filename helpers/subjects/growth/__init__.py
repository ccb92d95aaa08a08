"""Growth: how fast, in which ways, and whether it outruns the business."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "charts": ("scorecard_chart", "year_on_year_chart"),
    "imbalance": ("Rule", "amount_said", "judged"),
    "pace": ("HowFast", "how_fast"),
    "rates": ("GrowthRates", "NoGrowthRate", "RunRate", "cagr", "growth_rates", "run_rate"),
    "scorecard": ("GrowthScorecard", "growth_scorecard"),
    "strain_signs": ("Found", "found_in"),
    "widgets": ("GrowthWidget", "growth_view"),
})
