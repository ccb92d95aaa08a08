"""Goals: what to reach, measured by what, and what was decided."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "charts.decisions": ("decisions_chart", "decisions_height"),
    "charts.goals": ("goal_chart", "goals_chart", "goals_height", "smart_chart"),
    "charts.opportunities": ("opportunities_height", "opportunity_chart", "weight_chart"),
    "decisions": ("DecisionLog", "decision_log"),
    "goal_parts": ("Goal", "read_goal", "rough"),
    "goal_progress": ("Progress", "progress"),
    "goal_review": ("GoalReview", "GoalState", "goal_state", "withheld"),
    "kpi_history": ("History", "by_period", "history_of"),
    "kpis": ("Kpi", "Kpis", "Measure", "measure_kpis"),
    "opportunities": (
        "OpportunityRanking", "ScoreFlip", "Source", "WeightFlip", "rank_opportunities", "CRITERIA",
        "SOURCES",
    ),
    "smart_check": ("Letter", "SmartCheck", "check_smart"),
    "widgets.decisions": ("DecisionWidget", "decisions_view", "entries_of"),
    "widgets.goals": ("GoalWidget", "goals_view", "measured", "with_goals"),
    "widgets.opportunities": (
        "OpportunityWidget", "opportunity_view", "ranked_ideas", "with_scores",
    ),
    "wording_checks": ("has_figure", "vague_words", "QUALITIES"),
})
