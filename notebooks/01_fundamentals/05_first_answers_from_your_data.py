# ---
# growth:
#   number: '1.5'
#   title: First answers from your data
#   question: What do our sales tell us to do tomorrow?
#   subject: sales
#   minutes:
#     reading: 40
#     exercises: 40
#     note: A good place to pause is before *Which days are busy?*
#   needs: [orders]
#   you_need: a table of orders. A table of days (open or closed, events, weather) and a table of
#     products (cost, shelf life) let you do more. Where yours are lacking, a sample stands in and
#     is named.
#   promises:
#   - 'You know the way from a hunch to a decision: collect, analyse, decide.'
#   - You can say what is usual, and how far the rest strays, and you know which figure misleads
#     when.
#   - You can tell a trend from a season.
#   - You can choose the chart that answers your question, and spot one that fools you.
#   - You know what weekdays, weather and events do to a day's sales, and how sure that is.
#   - You have a plan for tomorrow that weighs waste against empty shelves.
#   - You have a log of decisions, and you know what belongs in it.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import check, finding, table
from helpers.subjects.demand import (
    DaysWidget, baking_plan_chart, baking_view, effects_chart, weekday_chart,
)
from helpers.subjects.goals import DecisionWidget, decisions_view
from helpers.subjects.sales import (
    best_sellers, chart_choice, daily_sales, distribution_chart, effects, order_values, sales_trend,
    summary, trend_chart, weekday_profile,
)

shop = open_business(business)
seller = with_tables(shop, "orders", sample="bakery")
orders, days = seller.table("orders"), seller.get("daily_context")

# %% loop [markdown]
# ## Collect, analyse, decide
#
# “Mondays are dead.” “Rain kills us.” “Everybody wants the seeded loaf.” Every business has such sayings. Some are true. Which?
#
# There is a way to find out, and it has three steps.
#
# 1. **Collect.** Write down what happens, as it happens: what was sold, when, for how much.
# 2. **Analyse.** Ask one question, and let the numbers answer it.
# 3. **Decide.** Change one thing, say what you expect of it, and look again later.
#
# Many stop after step two, with a nice chart. A chart changes nothing. So this lesson ends with a decision.
#
# ## What did we collect?
#
# Here are five lines of your orders. Each is one product on one order. (If you live on subscriptions, the sample bakery stands in; the next cell names whose data it uses.)

# %% lines
print(seller.name)
table(orders[["order_id", "order_date", "product_id", "quantity", "unit_price"]].tail(5),
      "The last five lines", seller, money=["unit_price"])

# %% lines-reading [markdown]
# Ask yourself what one line, and one order, really is. In the sample bakery all that went over the counter in a day without a loyalty card stands as *one* order. Counting its orders would not count its customers. For a plumber, an order is a job; for a garage, a car.

# %% sellers-words [markdown]
# ## What sells best?
#
# Begin with the easiest question. The table ranks them by the money they brought in. `so far` adds up the shares from the top: it shows how few products you live on.

# %% sellers tags=["report", "nbval-check-output"] section="What sells best?"
best = best_sellers(orders, seller.get("products"))
finding(best, seller)

# %% sellers-table tags=["report"]
table(best.frame.set_index("name").rename_axis("product").rename(
    columns={"so_far": "so far", "revenue": "sales"}).head(10),
    "Best sellers by money", seller, money=["sales"], percent=["share", "so far"])

# %% sellers-reading [markdown]
# The best seller by money is not always the one you earn most on: that takes the cost as well. And what sold out early sold less than it could have.

# %% middle-words [markdown]
# ## What is usual?
#
# A plumber did seven jobs last week. One of them was a whole bathroom. What does a job bring?

# %% by-hand tags=["nbval-check-output"]
jobs = [80, 80, 95, 110, 120, 150, 900]
week = summary(jobs, is_money=True, noun="job")
table(week.frame.loc[["mean", "median", "mode"]], "Seven jobs in three numbers", shop,
      money=["value"])

# %% middle-reading [markdown]
# Three words for “usual”, three numbers:
#
# - The [**mean**](../glossary.ipynb#Mean) is all values added up, divided by how many there are. The bathroom pulls it up: six of the seven jobs brought less. But it is the one to plan money with. Ten such weeks bring ten times seven times the mean.
# - The [**median**](../glossary.ipynb#Median) is the value in the middle, with as many above it as below. The bathroom does not move it. It answers: what will the next job bring?
# - The [**mode**](../glossary.ipynb#Mode) is the value that comes most often. With money it is often an accident. With sizes, colours or kinds of job it is the only one of the three that works. “The mean shoe size” fits nobody.
#
# When mean and median lie far apart, a few values are unlike the rest. Look at those first.

# %% usual-words [markdown]
# Now for the whole business: what does one customer spend at a time? Only orders with a known customer count here, if there are any. The words “likely … to …” tell how far chance may have moved the mean, had the same business been watched at another time.

# %% usual tags=["report", "nbval-check-output"] section="What does one sale bring?"
spent = summary(order_values(orders), is_money=True, noun="order")
finding(spent, seller)

# %% usual-chart
distribution_chart(spent, format=seller.format);

# %% spread-words [markdown]
# ## How far do the others stray?
#
# Two cafés take 500 a day on average. One takes between 480 and 520, the other between 100 and 900. The mean is the same; the staff plan is not. What differs is the spread.
#
# - The [**spread**](../glossary.ipynb#Spread) of values is how far they lie apart.
# - The [**middle half**](../glossary.ipynb#Middle-half) of values runs from the value that a quarter lie below to the value that a quarter lie above. It shrugs off the extremes. It is the grey band in the picture.
# - The [**standard deviation**](../glossary.ipynb#Standard-deviation) is how far values typically lie from their mean. One extreme value can make it large.
#
# The next cell looks at the sales of each open day. Read the picture like a pile of coins: the taller the bar, the more days were of that size.

# %% spread tags=["nbval-check-output"]
a_day = summary(daily_sales(orders, days), is_money=True, noun="day")
finding(a_day, seller)

# %% spread-chart
distribution_chart(a_day, format=seller.format);

# %% spread-table
table(a_day.frame.loc[["standard_deviation", "lower_quartile", "upper_quartile", "smallest",
                       "largest"], ["value", "misleads"]],
      "How far days stray", seller, money=["value"])

# %% spread-reading [markdown]
# **What this says.** A day inside the grey band is nothing to explain. A day far outside has a story: a fair, a storm, a typing slip. Write the story down while you still know it.

# %% trend-words [markdown]
# ## Where are sales heading?
#
# December is better than January in most shops. That is no growth; it is the season. A [**trend**](../glossary.ipynb#Trend) is the direction that is left once the season and the odd days are taken out.
#
# Two tricks take the season out. The first compares like with like: December with December. The second smooths the year away. A [**moving average**](../glossary.ipynb#Moving-average) of sales is the mean of the last twelve months, worked out anew each month. Each of its points holds one of every month, so no season can move it.

# %% trend tags=["report", "nbval-check-output"] section="Where are sales heading?"
trend = sales_trend(orders)
finding(trend, seller)

# %% trend-chart
trend_chart(trend, format=seller.format);

# %% trend-reading [markdown]
# **What this says.** Follow the line, not the bars. If the words say “no clear trend”, then do not look for one. With less than two years of sales nobody can part a trend from a season; the words above say so where that is the case. And remember prices: money may rise while you sell no more.

# %% charts-words [markdown]
# ## Which chart for which question?
#
# | Your question | Draw | Beware of |
# |---|---|---|
# | Which is larger? | bars from zero, sorted | pies of many slices, 3-D |
# | How does it change over time? | a line, time from left to right | a few picked months |
# | How far do values stray? | bars of how many of each size | the mean alone |
# | Do two things go together? | a dot for each day | two lines with two scales |
# | How sure is it? | a dot with a line for “likely” | a bare number |
#
# Below are the same numbers twice: well on the left, badly on the right.

# %% charts
chart_choice(best, trend, format=seller.format);

# %% charts-reading [markdown]
# **What this says.** In the pie, try to name the third-largest slice. Then look at the lower pair. On the right the axis does not begin at zero, so a small step looks like a leap, and four months hide what the year does. Nothing on the right is false. It just answers badly.

# %% week-words [markdown]
# ## Which days are busy?
#
# Now the weekdays. A [**weekday profile**](../glossary.ipynb#Weekday-profile) is the mean sales of an open day, for each day of the week. The thin line on each bar shows where that mean likely lies. Where the lines of two days overlap a lot, do not build on the difference.

# %% week tags=["report", "nbval-check-output"] section="Which days are busy?"
profile = weekday_profile(orders, days, week_start=seller.settings.week_start)
finding(profile, seller)

# %% week-chart tags=["report"]
weekday_chart(profile, format=seller.format);

# %% week-reading [markdown]
# **What this says.** A clear profile sets your shifts, your opening hours and your order days. “No weekday clearly stands out” is an answer too: then plan all days alike, and do not close on the day that came last by chance.
#
# If no table says when you were open, a day without a sale counts as closed. A plumber's profile then says what a *working* Tuesday brings, not how many Tuesdays bring work.

# %% effects-words [markdown]
# ## What do weather and events do?
#
# Saturdays are busy. The market is on Saturdays. So which of the two brings people in? A plain mean cannot say. To part them we compare a market Saturday with *other Saturdays of the same month*. That is called “all else equal”.
#
# A [**day effect**](../glossary.ipynb#Day-effect) is how much more or less is sold on one kind of day, such as a wet one, all else equal.
#
# This part needs a table of days. The next cell names whose it uses.

# %% effects tags=["report", "needs-daily_context", "nbval-check-output"] section="What moves a day's sales?"
keeper = with_tables(shop, "orders", "daily_context", sample="bakery")
moved = effects(keeper.table("orders"), keeper.table("daily_context"))
print(keeper.name)
finding(moved, keeper)

# %% effects-chart tags=["report", "needs-daily_context"]
effects_chart(moved, format=keeper.format);

# %% effects-reading [markdown]
# **What this says.** Look at the lines before you look at the dots. A short line far from zero is a fact to plan by. A long line comes from few days. A line that crosses zero (a hollow mark) may be no effect at all.
#
# One thing this cannot see: a shelf that is empty. If you sell out at noon on every market day, the market looks weaker than it is.

# %% plan-words [markdown]
# ## How many to bake tomorrow?
#
# You do not know how many will be wanted. So you will be wrong, one way or the other. Both ways cost money:
#
# - [**Waste**](../glossary.ipynb#Waste) is what you made or bought and nobody took; each piece costs you what it cost to make.
# - A [**stock-out**](../glossary.ipynb#Stock-out) is when somebody asks for a thing and you have none left; each one costs you the profit you would have made.
#
# A roll costs 0.60 to make and sells at 2.00. A leftover loses you 0.60. A missed sale loses you 1.40. Missing hurts more, so have somewhat more than the average. If making it cost 1.70, you would have less. ([Forecasting demand and holding stock](../02_intermediate/08_forecasting_demand_and_stock.ipynb) works out the rule.)
#
# It is the same for the salon that keeps a chair free for walk-ins, and for the café that rosters one more pair of hands.
#
# The next cell makes the plan for the first open day after the last order. It takes the last days most like it, scales them to the weather and the event, and weighs the two costs. It needs to know what a product costs and how long it keeps. Where you have chosen a day or a weather in the explorer below, it takes those. The next line names whose data it uses.

# %% plan tags=["report", "needs-products.unit_cost", "needs-products.shelf_life_days", "nbval-check-output"] section="How many to have on the next open day?"
baker = with_tables(shop, "orders", "products.unit_cost", "products.shelf_life_days",
                    sample="bakery")
tomorrow = baking_view(baker, baker.answers.get("days", {}))
print(baker.name)
finding(tomorrow, baker)

# %% plan-chart
baking_plan_chart(tomorrow, format=baker.format);

# %% plan-table tags=["report", "needs-products.unit_cost", "needs-products.shelf_life_days"]
table(tomorrow.frame.set_index("name").rename_axis("product").rename(columns={
    "quantity": "have", "expected_demand": "expected", "waste_cost": "wasted",
    "lost_profit": "missed", "stockout_chance": "chance to run out",
})[["have", "expected", "wasted", "missed", "chance to run out"]],
    "What to have on the next open day", baker, money=["wasted", "missed"], percent=["chance to run out"])

# %% plan-reading [markdown]
# **What this says.** The bar is what to have. The dot is what should be wanted, and the line holds eight days of ten. Neither waste nor misses are zero, and they should not be: a baker who never has a bun left over turns people away.
#
# The next cell tells what can mislead in this very plan.

# %% plan-caveats tags=["nbval-check-output"]
print("\n".join(tomorrow.caveats) or "nothing in particular")

# %% widget-words [markdown]
# ## Try it: the day explorer
#
# Choose a day, let it rain, put the market on. Choose one product to see what one more or one less would bring. Your choices are kept for next time.

# %% widget
explorer = DaysWidget(seller)
explorer

# %% log-words [markdown]
# ## Write the decision down
#
# In three months you will have forgotten why you did it, and you will remember that you always knew. So keep a log. A [**decision log**](../glossary.ipynb#Decision-log) is a list of what you decided, on what day, on what evidence, what you expect of it, and when you will look again.
#
# The expectation is what matters. It has to be able to fail. “Sales should pick up” cannot fail. “Six of the eight extra loaves sold, on an ordinary Saturday, by the end of October” can.
#
# Write one in. A decision that is due, as far as your data go, is marked.

# %% log
log = DecisionWidget(shop)
log

# %% log-table
noted = decisions_view(shop, shop.answers.get("decisions", {}))
finding(noted, shop)
table(noted.frame[["what", "decided", "expect", "look_again", "outcome", "state"]].rename(
    columns={"look_again": "look again"}), "Decisions", shop)

# %% exercises [markdown]
# ## Exercises
#
# Replace the three dots and run the cell.

# %% ex1-words [markdown]
# **Exercise 1 (choose).** A salon feels that Mondays do not pay. What comes first?
#
# - `"a"` Close on Mondays and see
# - `"b"` Note for eight weeks what each weekday brings, and on which days it was open
# - `"c"` Draw a chart of the best month

# %% ex1
answer = ...
check("1.5.1", answer)

# %% sol1 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.1", "b")

# %% ex2-words [markdown]
# **Exercise 2 (fill in).** A garage billed five cars: 60, 90, 90, 120 and 640. What is the mean? Write the sum.

# %% ex2
answer = ...
check("1.5.2", answer)

# %% sol2 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.2", (60 + 90 + 90 + 120 + 640) / 5)

# %% ex3-words [markdown]
# **Exercise 3 (choose).** The same garage wants to tell a caller what a visit usually comes to. Which figure?
#
# - `"a"` The mean
# - `"b"` The median
# - `"c"` The largest

# %% ex3
answer = ...
check("1.5.3", answer)

# %% sol3 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.3", "b")

# %% ex4-words [markdown]
# **Exercise 4 (tweak).** The plumber's bathroom was put off: in its place came a job of 150. Copy the line that makes `week`, change the list, and hand in the `.standard_deviation`.

# %% ex4
answer = ...
check("1.5.4", answer, week)

# %% sol4 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.4", summary([80, 80, 95, 110, 120, 150, 150]).standard_deviation, week)

# %% ex5-words [markdown]
# **Exercise 5 (choose).** A gift shop sold 9,000 in October, 13,000 in November and 17,000 in December. What do you make of that?
#
# - `"a"` A rising trend
# - `"b"` Nothing yet: first compare each month with the same month of the years before
# - `"c"` Prices must have gone up

# %% ex5
answer = ...
check("1.5.5", answer)

# %% sol5 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.5", "b")

# %% ex6-words [markdown]
# **Exercise 6 (choose).** You want to know which of nine services brings in most. Which chart?
#
# - `"a"` A pie with nine slices
# - `"b"` A line from service to service
# - `"c"` Sorted bars that begin at zero

# %% ex6
answer = ...
check("1.5.6", answer)

# %% sol6 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.6", "c")

# %% ex7-words [markdown]
# **Exercise 7 (choose).** On days with street music a café sold 6% more, likely 3% less to 16% more. What may its owner say?
#
# - `"a"` Street music brings 6%
# - `"b"` Street music drives people away
# - `"c"` Not sure yet: it may do nothing; watch more such days

# %% ex7
answer = ...
check("1.5.7", answer)

# %% sol7 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.7", "c")

# %% ex8-words [markdown]
# **Exercise 8 (fill in).** A sandwich costs 1.20 to make and sells at 3.00. You have 12; 15 people ask for one. What did the stock-out cost you? Write the sum.

# %% ex8
answer = ...
check("1.5.8", answer)

# %% sol8 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.8", (15 - 12) * (3.00 - 1.20))

# %% ex9-words [markdown]
# **Exercise 9 (tweak).** Make the plan for a wet Saturday. Write `baking_view(baker, {"day": "saturday", "weather": "wet"})`, and after it `.frame["quantity"].sum()`: how many pieces in all.

# %% ex9
answer = ...
check("1.5.9", answer, baker)

# %% sol9 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.9",
      baking_view(baker, {"day": "saturday", "weather": "wet"}).frame["quantity"].sum(), baker)

# %% ex10-words [markdown]
# **Exercise 10 (choose).** Which of these belongs in a decision log as it stands?
#
# - `"a"` “Do more on social media, it should help”
# - `"b"` “Open at 7 from 1 March, as 14 people waited on most days last week; 30 sales before 8 by 1 May, then look again”
# - `"c"` “Rain is bad for us”

# %% ex10
answer = ...
check("1.5.10", answer)

# %% sol10 tags=["solution", "nbval-check-output"]
# Solution
check("1.5.10", "b")

# %% own [markdown]
# ## Try it on your business
#
# The one line to change is in the second cell: `business = "my-shop"`. Orders are enough to begin. A table `daily_context` (each day: open or not, what was on, warmth, rain) brings the effects of weather and events. A table `products` with `unit_cost` and `shelf_life_days` brings the plan for tomorrow. The [data dictionary](../../data/README.md) says what goes in each.
#
# Few sales so far? With fifty jobs you can already say what a usual job is, how far others stray, and what brings in most. A trend takes six months, and two years to see past the season. Weekdays take longer when each job is worth very different sums. Until then, write down: the day, the kind of job, the money, and what was special.

# %% ex11-words [markdown]
# **Exercise 11 (your own data).** Write the name of your own business's folder. What is usual, what sells best, and does any weekday stand out? No data yet? Leave the dots.

# %% ex11
answer = ...
check("1.5.11", answer)

# %% mislead [markdown]
# ## What can mislead here
#
# - **The mean of unlike things.** Card payments and a whole day's till, repairs and bathrooms: take them apart first.
# - **Sales are not demand.** What sold out sold too little. Days on which you were closed sold nothing, and say nothing.
# - **Looking until something stands out.** Out of twenty events, one will look important by chance. Ask first, then look. Believe it when it happens again.
# - **Together is not because.** Ice cream and sunburn rise together. The plan scales by rain because rain comes first; a sale of your own that always falls on a fair cannot be told from the fair.
# - **Yesterday's pattern.** A new rival, a new bus stop, a new price: the last weeks count for more than the last years.
#
# ## On Monday
#
# 1. Put a sheet by the till with five columns: date, open or closed, what was on, wet or dry, at what time the best seller ran out. Fill it in for one week.
# 2. Work out the median and the mean of your last twenty sales or jobs. If they lie far apart, find out which ones did it.
# 3. Make one decision for one product on one weekday, and write it into the log with a day to look again.

# %% recap [markdown]
# ## Key points
#
# 1. Collect, analyse, decide: a chart that changes nothing was not worth drawing.
# 2. The mean is for planning money, the median for the next customer, the mode for words; the spread says how far to trust them.
# 3. A trend is what is left when the season is out: compare like with like, or follow the mean of twelve months.
# 4. Compare with bars from zero, follow time with a line, and look where an axis begins.
# 5. An effect counts all else equal, and only if its “likely … to …” keeps clear of zero.
# 6. Waste and stock-outs both cost money; the best plan has a little of each.
# 7. A decision comes with its evidence, an expectation that can fail, and a day to look again.
