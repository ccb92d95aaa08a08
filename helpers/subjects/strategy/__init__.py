"""Strategy: where to grow, from which strengths, against whom."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "ansoff_choice": ("AnsoffChoice", "Flip", "ansoff"),
    "ansoff_evidence": (
        "AnsoffSignals", "Signal", "ansoff_signals", "herfindahl_interval", "top_share",
    ),
    "ansoff_mapping": ("CRITERIA", "JUDGEMENTS"),
    "charts.maturity": ("drag_chart", "drag_height", "maturity_radar"),
    "charts.swot": (
        "resources_chart", "resources_height", "rivals_chart", "rivals_height", "swot_chart",
    ),
    "charts.strategy": ("ansoff_matrix",),
    "maturity": (
        "Difference", "Maturity", "maturity_profile", "where_to_differ", "LEVELS", "STATEMENTS",
    ),
    "resources": ("Resource", "ResourceAudit", "audit_resources"),
    "rivals": ("RivalComparison", "compare_rivals", "CRITERIA"),
    "swot": ("Swot", "draw_swot"),
    "widgets.ansoff": ("AnsoffWidget", "ansoff_view"),
    "widgets.maturity": ("MaturityWidget", "difference_view", "maturity_view", "with_ratings"),
    "widgets.swot": (
        "ResourcesWidget", "RivalsWidget", "SwotWidget", "resources_view", "rivals_view",
        "swot_view", "with_findings", "with_work",
    ),
})
