"""How much will be sold, how sure is that, and would the forecast have been right before?"""

from helpers.analysis.forecasting.backtest import Backtest, backtest
from helpers.analysis.forecasting.forecast import Forecast, forecast_demand, total

__all__ = ["Backtest", "Forecast", "backtest", "forecast_demand", "total"]
