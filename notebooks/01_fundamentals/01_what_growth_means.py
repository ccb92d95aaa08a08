# ---
# growth:
#   number: '1.1'
#   title: What growth means
#   question: Are we growing, and in which way?
#   subject: growth
#   minutes:
#     reading: 30
#     exercises: 35
#     note: A good place to pause is before *In which way do we grow?*
#   needs: [orders or subscriptions]
#   you_need: a table of orders or of subscriptions. Tables of finances, customers and feedback
#     each add to the picture. What yours cannot tell is named, not guessed.
#   promises:
#   - You can tell the five ways in which a business grows apart.
#   - You can work out growth year on year, growth a year over several years, and a run rate, all
#     by hand.
#   - You have seen how fast your own sales grow, and how sure that is.
#   - You can see when growth outruns what carries it, while there is still time.
#   - You have a target for each way of growing that matters to you.
# ---

# %% parameters tags=["parameters"]
business = "saas"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.lessons import check, finding, table
from helpers.subjects.customers import activity
from helpers.subjects.growth import (
    GrowthWidget, cagr, growth_rates, growth_view, how_fast, run_rate, scorecard_chart,
    year_on_year_chart,
)
from helpers.subjects.sales import monthly_sales

shop = open_business(business)

# %% five-words [markdown]
# ## Five ways to grow
#
# “We are growing” can mean five things. They need not go together.
#
# | Dimension | What grows | A salon that grows this way |
# |---|---|---|
# | **Revenue** | the money that comes in from sales | raises its prices, and clients stay |
# | **Customer base** | the people who buy | wins clients from the new flats next door |
# | **Operational scalability** | the sales that the same running costs carry | lets clients book online, so nobody sits at the telephone |
# | **Profitability** | the part of sales that is left after costs | sells more colouring, less of what barely pays |
# | **Team** | the people who do the work, and what they can do | trains an apprentice |
#
# [**Operational scalability**](../glossary.ipynb#Operational-scalability) is how much revenue each 1 of running costs carries: payroll, rent, marketing and the like. If it rises, the business can grow without its costs growing as fast.
#
# Revenue is the one that everybody watches. It is also the easiest to buy: with discounts, with advertising, with overtime. So look at all five before you cheer.
#
# **Do you work alone?** Then your team is you, and what can grow is your skill and your free hours. Two or three of the five are enough to start with.

# %% by-hand-words [markdown]
# ## How fast? Three rates by hand
#
# Take a salon. Its sales of three years are in the next cell. They are made up, and small enough to check on paper.

# %% salon
salon = pd.Series([80_000, 100_000, 90_000], index=[2023, 2024, 2025])
table(salon.rename_axis("year").rename("sales").reset_index().astype({"year": str}),
      "A salon's sales", shop, digits=0)

# %% yoy-words [markdown]
# **First rate.** Growth [**year on year**](../glossary.ipynb#Year-on-year) is how much more, or less, a period brought than the same period a year before, as a share of what it was then.
#
# Divide the new by the old and take away 1. From 80,000 to 100,000 that is 100,000 ÷ 80,000 − 1.

# %% yoy-by-hand tags=["nbval-check-output"]
round(100_000 / 80_000 - 1, 4), round(90_000 / 100_000 - 1, 4)

# %% yoy-after [markdown]
# (`round` cuts the decimals that nobody needs.) Read 0.25 as 25% more, and −0.1 as 10% less. The function `growth_rates` does the same for a whole list of years or months.

# %% yoy-function tags=["nbval-check-output"]
finding(growth_rates(salon), shop)

# %% why-year [markdown]
# Why the same period *a year before*, and not last month? Because of the season. A garden centre sells more in May than in April every year. That is spring, not growth. Set May against last May and spring drops out.
#
# **Second rate.** Over those two years the salon grew by 25% and shrank by 10%. Is that 7.5% a year on average? Try it: 80,000 with 7.5% added twice.

# %% mean-by-hand tags=["nbval-check-output"]
80_000 * 1.075 * 1.075

# %% cagr-words [markdown]
# That is more than the salon sold. Rates cannot be averaged so, for the loss of 10% came off a larger amount. What you want is the one rate that really leads from 80,000 to 90,000 in two years.
#
# The [**CAGR**](../glossary.ipynb#CAGR), short for compound annual growth rate, is the one rate a year which leads from the first value to the last, had growth been the same each year.
#
# Divide the last by the first. Take the root that fits the years: with two years, the square root, written `** (1 / 2)`. Then take away 1.

# %% cagr-by-hand tags=["nbval-check-output"]
round((90_000 / 80_000) ** (1 / 2) - 1, 4), round(cagr(80_000, 90_000, years=2), 4)

# %% run-rate-words [markdown]
# Mind two things. Three yearly figures span *two* years. And a CAGR hides all that happened in between: it would say the same had the salon nearly closed in 2024.
#
# **Third rate.** A [**run rate**](../glossary.ipynb#Run-rate) is what a whole year would bring if every month were like the last few.
#
# Take a café by the sea. It sold 9,000 in June, 12,000 in July and 15,000 in August. The mean of the three, times twelve:

# %% run-rate-by-hand tags=["nbval-check-output"]
(9_000 + 12_000 + 15_000) / 3 * 12

# %% run-rate-function tags=["nbval-check-output"]
summer = pd.Series([9_000, 12_000, 15_000], index=["2025-06", "2025-07", "2025-08"])
finding(run_rate(summer), shop)

# %% run-rate-after [markdown]
# Would you lend money on that? August does not last all year. With two years of months, `run_rate` takes out the season first. Here it cannot, and says so.
#
# | Rate | Good for | What it hides |
# |---|---|---|
# | Year on year | is this month really better? | one odd month, now or a year ago |
# | CAGR | how did we do over the years? | the ups and downs on the way |
# | Run rate | where are we now? | the season, and that luck does not last |

# %% speed-words [markdown]
# ## Your own sales
#
# Now all three at once, from your own orders or the fees of your subscriptions. A month that has not ended is left out.

# %% speed tags=["report", "nbval-check-output"] section="How fast do sales grow?"
paid = activity(orders=shop.get("orders"), subscriptions=shop.get("subscriptions"))
speed = how_fast(monthly_sales(paid).finished, money=True, what="sales")
finding(speed, shop)

# %% speed-chart tags=["report"]
year_on_year_chart(speed.rates, format=shop.format);

# %% speed-left-out tags=["nbval-check-output"]
speed.left_out or "all three rates could be told"

# %% speed-reading [markdown]
# **What this says.** Each dark bar is a month, and the light bar beside it the same month a year before. The number on top is how much it grew.
#
# No two of those numbers are alike, so the sentence above gives their average, and behind it *likely … to …*. An [**interval**](../glossary.ipynb#Interval) is the range in which the true figure likely lies, given how little or how much it rests on. So the usual growth of a month was most likely somewhere in there. If one end is below zero and the other above, you cannot yet tell whether sales grow at all.
#
# - Growth that *slows down* looks better in the average than it is today. Compare the bars on the left with those on the right.
# - A *small start* makes large rates. From one client to three is 200%.
# - Fewer than twelve months? Then there is nothing to compare with yet. The bars alone are a fine start: keep them, and next year they are the light ones.

# %% card-words [markdown]
# ## In which way do we grow?
#
# A [**growth scorecard**](../glossary.ipynb#Growth-scorecard) puts the five dimensions of growth side by side: what each is now, how it moved on the year before, and its target. It uses whatever tables there are, over the last twelve months that have ended:
#
# - *Revenue:* what customers paid.
# - *Customer base:* the different customers who bought, or the subscribers at the end of the last month.
# - *Operational scalability:* revenue for each 1 of running costs.
# - *Profitability:* the [operating margin](../glossary.ipynb#Operating-margin), the part of sales that is left when goods and running costs are paid. It moves by *points*: from 10% to 12% is up 2 points.
# - *Team:* the people on the payroll, on average.

# %% card tags=["report", "summary", "nbval-check-output"] section="In which way do we grow?"
# from "orders" or "subscriptions", and where there are any, "finances", "customers", "feedback"
card = growth_view(shop, shop.answers.get("growth", {}))
finding(card, shop)

# %% card-chart tags=["report"]
scorecard_chart(card, format=shop.format);

# %% card-reading [markdown]
# **What this says.** Read it line by line.
#
# - *Now* is the figure itself, and under it what it counts.
# - *On the year before* is how it moved. The box is blue if the rise is clear, month for month, and orange if the fall is. A grey box means that the months swing too much to say.
# - *Target* is where the owner wants to be. The owners of the samples have set theirs. You set yours further below; until then it says “none set”.
# - *Not known* means that the tables do not tell, and what would. An empty line is better than a guess.

# %% outrun-words [markdown]
# ## Growth that outruns what carries it
#
# A garage had two mechanics and more work each month. Sales rose, and so did the pride. Then cars came back with the same fault. Customers waited, then grumbled, then went elsewhere. The best mechanic left, tired of overtime. Sales were the *last* thing to fall.
#
# It tends to go in this order:
#
# 1. **Load.** More work falls on the same people.
# 2. **Service.** It gets slower and worse. Scores fall.
# 3. **Customers.** They come back less, or the [churn rate](../glossary.ipynb#Churn-rate) rises.
# 4. **Money.** Repairs, refunds and overtime eat the margin.
# 5. **Sales.** Now all can see it, and it is late.
#
# So look at the early signs, not at sales. By hand, for that garage:

# %% garage
garage = pd.DataFrame(
    {"last year": [60, 2, 9.1], "this year": [84, 2, 7.8]},
    index=pd.Index(["jobs a month", "mechanics", "score customers gave"], name="garage"),
)
table(garage, "A garage that fills up", shop, digits=1)

# %% garage-load tags=["nbval-check-output"]
print("jobs for each mechanic:", 60 / 2, "then", 84 / 2)

# %% rules-words [markdown]
# The scorecard asks the same of your business. It warns only if revenue grew by 5% or more on the year before, for only growth can outrun something. Then it warns if
#
# - the gross margin or the operating margin fell by 2 points or more,
# - the revenue for each 1 of running costs fell by 5% or more,
# - the units sold, or the subscribers, for each person rose by 15% or more,
# - the number of customers fell by 5% or more,
# - fewer customers come back within 90 days, more subscribers leave, or the scores that customers give fell. In these three a small change may be chance, so only one that chance does not explain counts.
#
# These bounds are ours. They are rules of thumb, not laws.

# %% signs
table(card.signs(shop.format), "Does what carries the growth keep up?", shop)

# %% signs-reading [markdown]
# **What this says.** One “no” is a question to ask, not a verdict. Two or more that fit together tell a story: the load rose, *and* the scores fell. If most lines say “not known”, the last column names what to note down from now on.
#
# ### Why stability, talent and resilience follow
#
# Growth in step pays three times over.
#
# - **Stability.** With more customers and a margin to spare, no single bad month decides.
# - **Talent.** Good people come, stay and learn where the day is not one long fire to put out.
# - **Resilience.** Spare hours and spare cash are what you live on when the oven breaks or a large customer leaves.
#
# None of the three can be bought in a hurry. Edith Penrose (1959) put the reason in one thought: a firm can grow only as fast as its people can learn to run the larger firm.

# %% widget-words [markdown]
# ## Try it: your own targets
#
# Set a target for a year from now. Leave open what does not matter to you: three good targets beat five weak ones. Ask of each: *what else must grow for this to hold?* Your targets are kept with their date, and a report uses them too.

# %% widget
scorecard = GrowthWidget(shop)
scorecard

# %% exercises [markdown]
# ## Exercises
#
# Replace the three dots and run the cell.

# %% ex1-words [markdown]
# **Exercise 1 (choose).** A plumber has the same customers and the same prices as last year. With a van packed the same way each night, the two of them now fit in one job more a day at the same costs. Which dimension grew *first*?
#
# - `"a"` Customer base
# - `"b"` Operational scalability
# - `"c"` Team
# - `"d"` None, for nothing new is sold

# %% ex1
answer = ...
check("1.1.1", answer)

# %% sol1 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.1", "b")

# %% ex2-words [markdown]
# **Exercise 2 (fill in).** A salon sold for 12,000 in October last year, for 14,000 this September and for 13,500 this October. By what share did October grow *year on year*? Write the sum.

# %% ex2
answer = ...
check("1.1.2", answer)

# %% sol2 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.2", 13_500 / 12_000 - 1)

# %% ex3-words [markdown]
# **Exercise 3 (tweak).** A small manufacturer sold for 400,000 in 2021 and for 600,000 in 2025. What is its CAGR? Use `cagr(…, …, years=…)`, or the root by hand.

# %% ex3
answer = ...
check("1.1.3", answer)

# %% sol3 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.3", cagr(400_000, 600_000, years=4))

# %% ex4-words [markdown]
# **Exercise 4 (choose).** A toy shop takes its run rate from October to December, and asks the bank for a loan on it. What do you say?
#
# - `"a"` Fine: it is the latest there is
# - `"b"` The season is in it; compare with the same months a year before, or take the season out
# - `"c"` Use December alone, it is newer

# %% ex4
answer = ...
check("1.1.4", answer)

# %% sol4 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.4", "b")

# %% ex5-words [markdown]
# **Exercise 5 (choose).** A café reads: *a month was on average 4% above the same month a year before (likely −3% to 11%)*. What can it say?
#
# - `"a"` “We grow by 4%.”
# - `"b"` “We shrink.”
# - `"c"` “We may be growing, but it is too early to tell.”

# %% ex5
answer = ...
check("1.1.5", answer)

# %% sol5 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.5", "c")

# %% ex6-words [markdown]
# **Exercise 6 (fill in).** By what share did the *load* on each mechanic of the garage rise? Write the sum. Then ask yourself whether the rule above would warn.

# %% ex6
answer = ...
check("1.1.6", answer, garage)

# %% sol6 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.6", (84 / 2) / (60 / 2) - 1, garage)

# %% ex7-words [markdown]
# **Exercise 7 (choose).** A firm's sales rose by a third. Each person serves far more customers than a year ago, and scores fall. There is money for *one* thing. What first?
#
# - `"a"` More advertising, while things go well
# - `"b"` A pair of hands, or less work for each: what carries the growth
# - `"c"` Nothing; sales are what counts

# %% ex7
answer = ...
check("1.1.7", answer)

# %% sol7 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.7", "b")

# %% ex8-words [markdown]
# **Exercise 8 (tweak).** Hold the scorecard against a target of your own: `card.against({"revenue": …})` gives the same scorecard with that target. Hand in one whose target for revenue is 10% above what it is now. (`card.frame.loc["revenue", "value"]` is what it is now.)

# %% ex8
answer = ...
check("1.1.8", answer, card)

# %% sol8 tags=["solution", "nbval-check-output"]
# Solution
check("1.1.8", card.against({"revenue": 1.1 * card.frame.loc["revenue", "value"]}), card)

# %% own [markdown]
# ## Try it on your business
#
# The one line to change is in the second cell: `business = "my-shop"`. Then set your targets above. If someone runs the business with you, write down both your guesses for the five lines *before* you look. Where you guess differently, talk first.

# %% ex9-words [markdown]
# **Exercise 9 (your own data).** Write the name of your own business's folder, and read what it says of your growth. No data yet? Leave the dots.

# %% ex9
answer = ...
check("1.1.9", answer)

# %% mislead [markdown]
# ## What can mislead here
#
# - **Prices are in it.** If prices rose by 5%, sales that rose by 5% did not grow. Look at units too.
# - **Only customers you know count.** If more people take your card, the customer base seems to grow, though nobody new came in.
# - **Who answers?** Scores come from those who answer. If the pleased ones stop answering, the score falls and the service did not.
# - **Signs can be innocent.** A new machine lets each person make more. Then the load rises and nobody suffers. Ask the people who do the work.
# - **Not growing is no failure.** A business can stay the size its owner wants. But then watch the margin: a business that never grows can still shrink.
# - **The interval looks back.** It says how much the months of the past year swing, not what comes next. [Forecasting demand](../02_intermediate/08_forecasting_demand_and_stock.ipynb) does that.
#
# ## On Monday
#
# Pick the *one* line of your scorecard that is not known, and start a note of it. One number a week on paper will do: hours worked, jobs done, or a score from 0 to 10 that you ask of three customers. If a sign warns, ask the person who feels it most: *what would you drop if you could?*

# %% recap [markdown]
# ## Key points
#
# 1. A business grows in five ways: revenue, customer base, operational scalability, profitability and team. They need not go together.
# 2. Year on year sets the season aside, CAGR sums up several years, a run rate writes the present large. Each hides something.
# 3. Your growth has an interval. If it spans zero, it is too early to tell.
# 4. Load and service fail first, sales last. Watch the early signs.
# 5. A target for each dimension that matters keeps growth in step. Stability, talent and resilience come of that.
