"""Network: whom the business depends on, and who could open doors."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "charts.concentration": ("concentration_chart", "concentration_height"),
    "charts.network_labels": ("write_names",),
    "charts.network_map": ("across", "network_chart"),
    "charts.network_marks": ("Look", "draw_legend", "draw_links", "draw_nodes", "reach_of"),
    "charts.stake": ("stake_chart",),
    "concentration_index": ("Concentration", "concentration"),
    "contact_goals": ("NetworkGoals", "network_goals"),
    "counterparties": ("Reliance", "PaymentTerms", "reliance", "payment_terms"),
    "dependence": ("Dependency", "dependency", "lasting_for"),
    "mapping": ("NetworkMap", "cut_off", "network_map"),
    "placement": ("layout", "rings"),
    "relations": ("Relations", "kinds_of", "read_relations"),
    "widgets": ("NetworkAnswer", "NetworkWidget", "network_view", "reliance_view"),
})
