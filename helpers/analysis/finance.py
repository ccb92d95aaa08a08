"""How healthy the books are: margins, what is owed and owned, and how long the cash lasts.

All ratios against their bands: `health_check`, with their definitions in `RATIOS`. How long the
cash lasts: `runway`.
"""

from helpers.analysis.financial_ratios import (
    BY_LABEL, DAYS, MONTHS, RATIOS, SHAPES, SHARE, STRONG, TIMES, WATCH, WEAK, Ratio,
    band_in_words, in_units,
)
from helpers.analysis.health_check import HealthCheck, NotKnown, health_check
from helpers.analysis.ratio_values import IMPROVING, STEADY, WORSENING
from helpers.analysis.runway import Runway, runway

__all__ = [
    "BY_LABEL", "DAYS", "IMPROVING", "MONTHS", "RATIOS", "SHAPES", "SHARE", "STEADY", "STRONG",
    "TIMES", "WATCH", "WEAK", "WORSENING", "HealthCheck", "NotKnown", "Ratio", "Runway",
    "band_in_words", "health_check", "in_units", "runway",
]
