"""What must be computed for the exercises on demand."""

from helpers.subjects.demand.assortment import usual_horizon
from helpers.subjects.demand.forecasting.backtest import backtest
from helpers.subjects.demand.inventory import newsvendor
from helpers.subjects.sales.by_product import product_names, product_sales, product_series


def dearer_pies(pies) -> dict[str, float]:
    dearer = newsvendor([20, 20, 30, 30, 30, 40], price=2.50, cost=2.00)
    return {"answer": dearer.quantity, "before": pies.quantity, "ratio": dearer.critical_ratio}


def hardly_ever_out(reserves) -> dict[str, float]:
    return {"usual": reserves[0.95].safety_stock, "surest": reserves[0.99].safety_stock,
            "reorder": reserves[0.99].quantity}


def your_best_seller(business) -> str:
    orders, days = business.table("orders"), business.get("daily_context")
    sellers = product_sales(orders)
    sold = product_series(orders, sellers.index[0], context=days)
    tried = backtest(sold, usual_horizon(sold), context=days)
    name = product_names(sellers.index, business.get("products"))[sellers.index[0]]
    return f"{name}: {tried.headline(business.format)}"
