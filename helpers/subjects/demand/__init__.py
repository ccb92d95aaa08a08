"""Demand: what will be sold, and how much to make or to keep."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "assortment": ("ProductForecasts", "forecast_products", "usual_horizon"),
    "baking": ("BakingPlan", "BakingHistory", "baking_plan", "widened"),
    "charts": (
        "backtest_chart", "baking_height", "baking_plan_chart", "coming_day_chart",
        "effects_chart", "forecast_chart", "newsvendor_chart", "weekday_chart",
    ),
    "forecasting.backtest": ("Backtest", "backtest"),
    "forecasting.calendar": ("Calendar", "context_days", "national_holidays", "read_calendar"),
    "forecasting.daily": ("Errors", "calendar_regression", "features", "fit", "past_errors"),
    "forecasting.ensemble": (
        "ensemble", "in_words", "latest", "members_for", "smooth_with_season", "theta", "widening",
        "yearly_shape",
    ),
    "forecasting.forecast": ("Forecast", "forecast_demand", "total", "LEVELS"),
    "forecasting.history": ("History", "fewest", "mostly_zero", "read_history"),
    "forecasting.intermittent": ("intermittent",),
    "forecasting.paths": ("SamplePaths", "centred_on"),
    "forecasting.seasons": ("agreement", "detrended", "moving_average", "pattern"),
    "forecasting.smoothing": ("Grid", "Smoothed", "grid", "smooth"),
    "forecasting.structural": (
        "free_season", "likelihoods", "mixed", "parts", "smooth_season", "structural",
    ),
    "inventory": (
        "EconomicOrderQuantity", "Newsvendor", "ReorderPoint", "economic_order_quantity",
        "newsvendor", "reorder_point", "safety_stock", "stocking_outcomes",
    ),
    "next_day": ("ComingDay", "coming_day"),
    "ordering": ("OrderPlan", "order_plan"),
    "stocking": ("StockToHave", "StockingCurve", "stock_to_have", "stocking_curve"),
    "widgets.days": ("DaysAnswer", "DaysWidget", "baking_view"),
    "widgets.forecast": ("ForecastAnswer", "ForecastWidget", "LEVELS"),
})
