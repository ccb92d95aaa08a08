"""Is a goal one that can be checked, and is it being reached?

What a goal is: `Goal`. Whether it is SMART: `check_smart`. How far it has come: `progress`.
"""

from helpers.analysis.goal_parts import Goal
from helpers.analysis.goal_progress import BEHIND, MISSED, ON_PACE, REACHED, Progress, progress
from helpers.analysis.kpi_history import History
from helpers.analysis.smart_check import LETTERS, Letter, SmartCheck, check_smart

__all__ = [
    "BEHIND", "LETTERS", "MISSED", "ON_PACE", "REACHED", "Goal", "History", "Letter", "Progress",
    "SmartCheck", "check_smart", "progress",
]
