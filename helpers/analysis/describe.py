"""First answers from the sales: what is usual, what moves it, and what to bake tomorrow.

Any list of numbers: `summary`. An average week: `weekday_profile`. What weekdays, weather and
events do, all else equal: `effects`. One coming day: `baking_plan`.
"""

from helpers.analysis.baking import BakingPlan, baking_plan
from helpers.analysis.day_effects import Effects, effects
from helpers.analysis.open_days import WeekdayProfile, weekday_profile
from helpers.analysis.summaries import Summary, summary

__all__ = [
    "BakingPlan", "Effects", "Summary", "WeekdayProfile", "baking_plan", "effects", "summary",
    "weekday_profile",
]
