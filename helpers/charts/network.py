"""Pictures of a network: who is in it, in how few hands the money is, what is at stake.

The map: `network_chart`. The largest shares: `concentration_chart`. What goes with somebody:
`stake_chart`.
"""

from helpers.charts.concentration import concentration_chart, concentration_height
from helpers.charts.network_labels import MOST_NAMES
from helpers.charts.network_map import MAP_INCHES, across, network_chart
from helpers.charts.network_marks import EVERYONE, KINDS
from helpers.charts.stake import STAKE_INCHES, stake_chart

__all__ = [
    "EVERYONE", "KINDS", "MAP_INCHES", "MOST_NAMES", "STAKE_INCHES", "across",
    "concentration_chart", "concentration_height", "network_chart", "stake_chart",
]
