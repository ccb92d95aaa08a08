"""Are we growing, in which way, and does what carries the growth keep up with it?

By how much: `cagr`, `growth_rates`, `run_rate`, and all three at once `how_fast`. In which way, and
in step: `growth_scorecard`.
"""

from helpers.analysis.pace import HowFast, how_fast
from helpers.analysis.rates import (
    GrowthRates, NoGrowthRate, RunRate, cagr, growth_rates, run_rate,
)
from helpers.analysis.scorecard import GrowthScorecard, growth_scorecard

__all__ = [
    "GrowthRates", "GrowthScorecard", "HowFast", "NoGrowthRate", "RunRate", "cagr",
    "growth_rates", "growth_scorecard", "how_fast", "run_rate",
]
