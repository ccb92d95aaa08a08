"""Who we depend on, and who could open doors.

The map: `network_map`. How few hands the money is in: `concentration`. What if somebody goes:
`dependency`.
"""

from helpers.analysis.concentration import Concentration, concentration
from helpers.analysis.dependency import Dependency, dependency
from helpers.analysis.network_mapping import NetworkMap, network_map

__all__ = [
    "Concentration", "Dependency", "NetworkMap", "concentration", "dependency", "network_map",
]
