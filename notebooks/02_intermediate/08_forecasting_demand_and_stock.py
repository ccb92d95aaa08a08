# ---
# growth:
#   number: '2.8'
#   title: Forecasting demand and holding stock
#   question: How much will we sell, and how much should we keep?
#   subject: demand
#   minutes:
#     reading: 35
#     exercises: 35
#     note: A good place to pause is before *How many should we have?*
#   needs: [orders]
#   you_need: a table of orders, day by day. A table of days (open or closed, events, weather) and
#     a table of products (cost, shelf life) make it better. Where yours are lacking, a sample stands
#     in and is named.
#   promises:
#   - You know the simple forecast that any other must beat.
#   - You can read a backtest, and say whether a method has earned its place.
#   - You can read an interval, and check whether it keeps its promise.
#   - You know how many to have tomorrow of what spoils, and when to reorder what keeps.
#   - You know where forecasts fail, and what to do then.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import check, finding, table
from helpers.subjects.demand import (
    ForecastWidget, backtest, backtest_chart, economic_order_quantity, forecast_chart,
    forecast_demand, forecast_products, newsvendor, order_plan, reorder_point, stock_to_have,
    usual_horizon,
)
from helpers.subjects.sales import product_names, product_sales, product_series

shop = open_business(business)

# %% sellers-words [markdown]
# ## What do we sell most of?
#
# Forecasting everything at once is no fun. Start with the product that brings in the most money. The next cell ranks your products by what they sold in the last year.

# %% sellers tags=["report"]
orders, days = shop.table("orders"), shop.get("daily_context")
sellers = product_sales(orders)
names = product_names(sellers.index, shop.get("products"))
best = sellers.index[0]

# %% sellers-table
table(sellers.head(8).assign(name=names).rename_axis("product"),
      "Best sellers of the last 365 days", shop, money=["revenue", "price"])

# %% series-words [markdown]
# Now we count how many of the best seller were sold in each period. A product that sells most days is counted by the day. One that sells now and then is counted by the month. A day on which you were closed is left blank: nobody could buy.

# %% series tags=["report"]
sold = product_series(orders, best, context=days)
horizon = usual_horizon(sold)

# %% series-tail
table(sold.tail(10).to_frame("units sold"), f"The last ten periods: {names[best]}", shop)

# %% baseline-words [markdown]
# ## The forecast to beat
#
# Ask a good baker how much bread to make next Saturday. "As much as last Saturday." A [**seasonal naive forecast**](../glossary.ipynb#Seasonal-naive-forecast) says the same as a season ago: as on this weekday a week ago or, for months, as in the same month a year ago.
#
# It costs nothing, and it is not bad. A [**baseline forecast**](../glossary.ipynb#Baseline-forecast) is the simple one that any cleverer method has to beat. If a method cannot, use the baseline.

# %% forecast-words [markdown]
# ## A forecast with its interval
#
# A better method looks at more than one week. It learns the seasons, the [trend](../glossary.ipynb#Trend), and what events, holidays and weather have done before. [**Seasonality**](../glossary.ipynb#Seasonality) is how sales differ between weekdays or months in a way that comes back.
#
# No forecast is a single number. The future could go many ways. An [interval](../glossary.ipynb#Interval) says between which two numbers it will likely lie. Out of ten periods, about eight should fall within the 80% interval.

# %% forecast tags=["report", "nbval-check-output"] section="How much will we sell of the best seller?"
forecast = forecast_demand(sold, horizon, context=days, country=shop.country)
finding(forecast, shop)

# %% forecast-chart tags=["report"]
forecast_chart(forecast, context=days, format=shop.format);

# %% method tags=["nbval-check-output"]
forecast.method

# %% backtest-words [markdown]
# ## Would it have worked before?
#
# A [**backtest**](../glossary.ipynb#Backtest) turns back the clock: it hides the last weeks, makes the forecast as if nobody knew them, and compares. We do this from several starting points, so that one lucky week does not decide.
#
# - The [**forecast error**](../glossary.ipynb#Forecast-error) is how far off the forecast was on average, in units.
# - [**Coverage**](../glossary.ipynb#Coverage) is the share of periods that fell within the interval. For an 80% interval it should be near 80%.
# - A method has *earned its place* if its error is smaller than the baseline's.

# %% backtest tags=["report", "nbval-check-output"] section="Can that forecast be trusted?"
tried = backtest(sold, horizon, context=days)
finding(tried, shop)

# %% backtest-chart tags=["report"]
backtest_chart(tried, format=shop.format);

# %% backtest-reading [markdown]
# **What this says.** Read the two lines from left to right: one period ahead, two ahead, and so on. The further ahead, the larger the error tends to be. If the coverage is well below what the interval promises, the interval is too narrow: plan with a wider margin.

# %% newsvendor-words [markdown]
# ## How many should we have?
#
# A forecast does not tell you how many to bake. Suppose about 30 loaves will be wanted. Too few, and you turn customers away. Too many, and you throw loaves out. Which hurts more?
#
# - A loaf too few costs you the margin: price less cost.
# - A loaf too many costs you what it cost to make, less what you still get for it.
#
# If a missed sale hurts more than waste, have *more* than the forecast. The [**newsvendor rule**](../glossary.ipynb#Newsvendor-rule) is to have as many as will be enough in a share of cases that equals the critical ratio (Arrow, Harris and Marschak, 1951). The [**critical ratio**](../glossary.ipynb#Critical-ratio) is the margin, divided by the margin plus the loss on a leftover.
#
# Try it by hand. On six Saturdays a market stall could have sold 20, 20, 30, 30, 30 and 40 pies. A pie sells at 2.50, costs 1.00 to make, and cannot be kept.

# %% by-hand tags=["nbval-check-output"]
pies = newsvendor([20, 20, 30, 30, 30, 40], price=2.50, cost=1.00)
print("critical ratio:", pies.critical_ratio)
finding(pies, shop)

# %% stock-words [markdown]
# The next cell does the same for your best seller, with the forecast's own possible futures in place of six Saturdays. It needs to know what one costs and how long it lasts. The next line names whose data it uses.

# %% stock tags=["report", "needs-products.unit_cost", "needs-products.shelf_life_days", "nbval-check-output"] section="How many should we have of the best seller?"
baker = with_tables(shop, "orders", "products.unit_cost", "products.shelf_life_days", sample="bakery")
goods = baker.table("products").set_index("product_id")
baked = product_sales(baker.table("orders"))
top, baked_days = baked.index[0], baker.get("daily_context")
wanted = product_series(baker.table("orders"), top, context=baked_days)
ahead = forecast_demand(
    wanted, usual_horizon(wanted), context=baked_days, country=baker.country,
)
to_have = stock_to_have(
    ahead, price=baked["price"][top], cost=goods["unit_cost"][top],
    shelf_life_days=goods["shelf_life_days"][top],
)
print(baker.name, "·", goods["name"][top])
finding(to_have, baker)

# %% keeps-words [markdown]
# ## What keeps: when to reorder, and how much
#
# Flour, screws or shampoo do not spoil overnight. Here the question is: *at what stock do I order again?* The [**lead time**](../glossary.ipynb#Lead-time) is how long an order takes to arrive. Until then you need enough for usual sales, plus something for unusual ones. The [**safety stock**](../glossary.ipynb#Safety-stock) is the reserve for more sales than usual while an order is on its way. The [**reorder point**](../glossary.ipynb#Reorder-point) is the level of stock at which you order again.
#
# The [**service level**](../glossary.ipynb#Service-level) is how often the stock should last until the order arrives. A salon sells about 25 bottles of shampoo a week, give or take 6. The supplier needs 2 weeks.

# %% reorder tags=["nbval-check-output"]
shampoo = reorder_point((25, 6), 2, service_level=0.95)
finding(shampoo, shop)

# %% eoq-words [markdown]
# And how many at a time? Each order costs something, however small it is: the call, the delivery, the time. Each bottle on the shelf costs something too: money tied up, and space. The [**economic order quantity**](../glossary.ipynb#Economic-order-quantity) balances what an order costs against what stock on the shelf costs (Harris, 1913). Say an order costs 12, a bottle on the shelf costs 0.90 a year, and 1,300 are sold in a year.

# %% eoq tags=["nbval-check-output"]
finding(economic_order_quantity(fixed_cost=12, holding_cost=0.90, demand=1300), shop)

# %% plan-words [markdown]
# ## The order plan
#
# Now all of it together, for the best sellers: each product's forecast, its lead time, how long it lasts and what it costs. The plan assumes that you order every day, and that stock in hand just lasts until the order arrives. A 0 means that the order would arrive for a day on which you are closed, or that enough is there.

# %% plan tags=["report", "needs-products.unit_cost", "nbval-check-output"] section="What to order now"
buyer = with_tables(shop, "orders", "products.unit_cost", sample="bakery")
ahead_of_all = forecast_products(
    buyer.table("orders"), days=28, context=buyer.get("daily_context"), country=buyer.country,
)
plan = order_plan(ahead_of_all.forecasts, buyer.table("products"), prices=ahead_of_all.prices)
print(buyer.name)
finding(plan, buyer)

# %% plan-table tags=["report", "needs-products.unit_cost"]
table(
    plan.frame.rename_axis("product").rename(columns={
        "expected_demand": "expected demand", "stockout_chance": "chance to run out",
    })[["name", "quantity", "arrives", "expected demand", "chance to run out", "cost", "why"]],
    "Order plan", buyer, money=["cost"], percent=["chance to run out"],
)

# %% widget-words [markdown]
# ## Try it: the forecast explorer
#
# Choose a product, how far ahead to look, and how sure you want to be of having enough. Your choices are kept for next time.

# %% widget
demand = ForecastWidget(shop)
demand

# %% fails-words [markdown]
# ## Where forecasts fail
#
# A forecast is the past, carried on. It knows nothing that the past does not show. The sample bakery's stollen is a good example: a cake for Christmas, and none at all for the rest of the year.

# %% stollen tags=["nbval-check-output"]
bakery = open_business("bakery")
stollen = product_series(bakery.table("orders"), "P12")
finding(forecast_demand(stollen, 12), bakery)

# %% stollen-chart
forecast_chart(forecast_demand(stollen, 12), format=bakery.format);

# %% fails-reading [markdown]
# Most months have no sale, so the method treats it as something that sells now and then, and spreads it over the year. You know better. Plan a product like this from last Christmas and your own judgement.
#
# Four more cases to watch:
#
# - **Sold out.** When the shelf is empty, sales stop but demand does not. The data show 40 because you had 40. A forecast from such data tells you to run out again. Write down *when* you sold out.
# - **New products.** With only a few weeks of history the interval is wide, and with fewer than that the forecast refuses. Begin from a similar product.
# - **A break.** A new rival, a road closed, a price rise: the old pattern no longer holds. Believe the last weeks more than the method does.
# - **One-off orders.** A wedding order for 300 rolls is not demand that returns. Keep it apart.

# %% exercises [markdown]
# ## Exercises
#
# Replace the three dots and run the cell.

# %% ex1-words [markdown]
# **Exercise 1 (choose).** Last Saturday a café sold 60 scones, last Friday 30. It is Friday evening. What is the seasonal naive forecast for tomorrow, Saturday?
#
# - `"a"` 30, because that is the latest day
# - `"b"` 45, the average
# - `"c"` 60, because that was the same weekday

# %% ex1
answer = ...
check("2.8.1", answer)

# %% sol1 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.1", "c")

# %% ex2-words [markdown]
# **Exercise 2 (fill in).** Three forecasts were 50, 60 and 40. Sold were 55, 48 and 41. What is the average error, counting every miss as positive? (`abs(50 - 55)` is the size of the first.)

# %% ex2
answer = ...
check("2.8.2", answer)

# %% sol2 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.2", (5 + 12 + 1) / 3)

# %% ex3-words [markdown]
# **Exercise 3 (choose).** An 80% interval says 20 to 40. Over the next ten days, sales fall outside it twice. What do you make of that?
#
# - `"a"` The forecast is broken
# - `"b"` Just what an 80% interval promises
# - `"c"` The interval should be made narrower

# %% ex3
answer = ...
check("2.8.3", answer)

# %% sol3 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.3", "b")

# %% ex4-words [markdown]
# **Exercise 4 (fill in).** A sandwich sells at 3.00 and costs 1.20. Left over, it is worth nothing. What is its critical ratio? Write the sum.

# %% ex4
answer = ...
check("2.8.4", answer)

# %% sol4 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.4", (3.00 - 1.20) / 3.00)

# %% ex5-words [markdown]
# **Exercise 5 (tweak).** Meat gets dearer: the stall's pie now costs 2.00 to make. Copy the call to `newsvendor` from above, change the cost, and hand in the `.quantity`.

# %% ex5
answer = ...
check("2.8.5", answer, pies)

# %% sol5 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.5", newsvendor([20, 20, 30, 30, 30, 40], price=2.50, cost=2.00).quantity, pies)

# %% ex6-words [markdown]
# **Exercise 6 (tweak).** The salon never wants to run out: raise the service level of the shampoo to 99%. What does the safety stock become?

# %% ex6
answer = ...
check("2.8.6", answer, shampoo)

# %% sol6 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.6", reorder_point((25, 6), 2, service_level=0.99).safety_stock, shampoo)

# %% ex7-words [markdown]
# **Exercise 7 (choose).** Every Saturday the stall sells all of its 40 pies by noon. The forecast for next Saturday says 40. What is the best next step?
#
# - `"a"` Make 40; the forecast was right every time
# - `"b"` Make more, and write down when the last one goes
# - `"c"` Make fewer; sales do not grow

# %% ex7
answer = ...
check("2.8.7", answer)

# %% sol7 tags=["solution", "nbval-check-output"]
# Solution
check("2.8.7", "b")

# %% own [markdown]
# ## Try it on your business
#
# The one line to change is in the second cell: `business = "my-shop"`. Orders are enough to begin. Add a table `daily_context` with the days you were closed and your local events, and a table `products` with `unit_cost`, `lead_time_days` and `shelf_life_days`. The [data dictionary](../../data/README.md) says what goes in each.

# %% ex8-words [markdown]
# **Exercise 8 (your own data).** Write the name of your own business's folder, and read whether a forecast of your best seller earns its place. No data yet? Leave the dots.

# %% ex8
answer = ...
check("2.8.8", answer)

# %% mislead [markdown]
# ## What can mislead here
#
# - **A good fit is not a good forecast.** Only a backtest shows what a method does with days that it has not seen.
# - **The average of a product is not the sum of its days.** Intervals of several days, or of several products, cannot be added. The workbook adds possible futures in place of bounds.
# - **Sales are not demand.** See *Sold out* above.
# - **The cheapest number is not the safest.** The newsvendor rule earns the most on average. If one empty shelf loses you a customer for good, have more.
#
# ## On Monday
#
# 1. For one week, write beside your best seller how many you had, how many were left, and at what time you sold out.
# 2. Write down your own forecast each evening before you look at this one. After two weeks, compare both with what was sold.
# 3. For one product that keeps, put a mark on the shelf at its reorder point.

# %% recap [markdown]
# ## Key points
#
# 1. The same weekday last week, or the same month last year, is the forecast to beat.
# 2. A backtest hides the past and forecasts it again; a method earns its place by a smaller error than the baseline's.
# 3. An 80% interval should miss about one period in five; coverage tells whether it does.
# 4. For what spoils, weigh a missed sale against a leftover; for what keeps, order at the reorder point.
# 5. A forecast fails where the past does not show what is coming: sold out, new, broken, or once a year.
