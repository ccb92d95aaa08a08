"""Sales: what sells, when, and to how many."""

from helpers.core.lazily import loads_on_use

__getattr__, __dir__, __all__ = loads_on_use(__name__, {
    "by_product": ("product_names", "product_sales", "product_series", "sold_by_day"),
    "charts.first_answers": ("chart_choice", "distribution_chart", "trend_chart"),
    "charts.sales": ("sales_over_time",),
    "day_effects": ("Effects", "effect_columns", "effects", "reach_of", "usual_covariance"),
    "order_size": ("order_values",),
    "over_time": ("MonthlySales", "monthly_sales"),
    "ranking": ("BestSellers", "best_sellers"),
    "summaries": ("Summary", "summary"),
    "trends": ("SalesTrend", "sales_trend"),
    "weekdays": (
        "OpenDays", "WeekdayProfile", "daily_sales", "described_day", "one_spelling", "open_days",
        "weekday_profile",
    ),
})
