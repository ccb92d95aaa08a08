# ---
# growth:
#   number: '2.5'
#   title: Cohorts and churn
#   question: Do customers come back, and who is about to leave?
#   subject: customers
#   minutes:
#     reading: 35
#     exercises: 35
#     note: 'It can be done in two sittings: stop before *Who leaves under contract?*'
#   needs: [orders or subscriptions]
#   choices:
#     period: [week, month, quarter, year]
#   you_need: a table of orders or of subscriptions. What else you have (customers, marketing, products)
#     is used where it helps. Where your business lacks a table, a sample stands in and is named.
#   promises:
#   - You can read a cohort table, and know why some of its cells are blank.
#   - You can say how long a silence means that a customer has probably gone, and why it proves
#     nothing.
#   - You can tell a churn rate from a survival curve and from a median lifetime.
#   - You have a list of customers who may leave, and you know how far to trust it.
#   - You can judge a loyalty programme and your marketing by cohort, and you know what such a comparison
#     cannot show.
# ---

# %% parameters tags=["parameters"]
business = "shop"
period = "month"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import exercise, finding, people, table
from helpers.subjects.customers import (
    CohortWidget, activity, at_risk_customers, calibration_chart, churn_rate, churn_rate_chart,
    cohort_retention, effect_chart, lapsed, lapsed_chart, last_day, lift_chart, marketing_payback,
    payback_chart, program_effect, retention_curve, retention_heatmap, survival, survival_curve,
)

shop = open_business(business)

# %% by-hand-words [markdown]
# ## A cohort table by hand
#
# A full shop tells you little about whether people return. New faces can hide that last year's customers are gone. So we follow each year's intake on its own, as a school does.
#
# A [**cohort**](../glossary.ipynb#Cohort) is the group of customers who first bought in the same period, say in January. The [**age of a cohort**](../glossary.ipynb#Age-of-a-cohort) is how many periods have passed since its first: age 0 is the first period itself. [**Retention**](../glossary.ipynb#Retention) is the share of a cohort that buys at a given age.
#
# Here are five customers of a plumber. Ann called in January, February and March. Look at the list and count for yourself before you run the cell after it.

# %% diary
diary = pd.DataFrame(
    [("Ann", "2025-01-09"), ("Bob", "2025-01-20"), ("Ann", "2025-02-11"), ("Cas", "2025-02-14"),
     ("Dee", "2025-02-20"), ("Bob", "2025-03-03"), ("Ann", "2025-03-05"), ("Dee", "2025-03-31"),
     ("Eve", "2025-04-02")],
    columns=["customer_id", "order_date"],
)
by_hand = cohort_retention(diary, as_of="2025-04-10")
table(by_hand.counts, "Customers who called, by cohort and age in months", shop)

# %% by-hand-reading [markdown]
# Read the row of January: two customers first called then; in the month after, one of them called again; two months later, both did.
#
# Some cells show a dash. They lie in April or later, and our list ends on 10 April. **A period that has not ended is left blank.** It is not zero. If we wrote zero, every cohort would seem to die in its newest month.

# %% retention-words [markdown]
# ## The same for a whole business
#
# The next cell builds the table for the business you opened. It uses orders where there are any; where there are subscriptions instead, each monthly fee counts as one purchase.

# %% retention tags=["report", "nbval-check-output"] section="Do customers come back?"
bought = {"orders": shop.get("orders"), "subscriptions": shop.get("subscriptions")}
paid = activity(**bought, period=period)
retention = cohort_retention(paid, period=period, as_of=last_day(**bought))
finding(retention, shop)

# %% heatmap tags=["report"]
retention_heatmap(retention, format=shop.format);

# %% heatmap-words [markdown]
# **What this says.** Each row is one cohort, oldest at the top. Read it three ways:
#
# - *Along a row:* how one intake fades with age.
# - *Down a column:* whether newer cohorts do better than older ones at the same age. This is the column to watch when you change something.
# - *Along a diagonal* (one step right, one step up): one calendar period. A diagonal that stands out is a season or an event, such as Christmas, and not a better cohort.
#
# The curve below pools all cohorts. The band is its [interval](../glossary.ipynb#Interval): the range in which the true share likely lies, given how many customers it rests on. Old ages rest on few customers, so the band widens.

# %% curve tags=["report"]
retention_curve(retention, format=shop.format);

# %% money-words [markdown]
# Customers who return are not the whole story: what do they spend? The same table in money. Refunds are taken off in the period in which they were paid.

# %% money
retention_heatmap(retention, measure="revenue", format=shop.format);

# %% set-aside-words [markdown]
# Some lines cannot be used, for example those of guests who left no name. They are counted, never dropped in silence:

# %% set-aside tags=["nbval-check-output"]
retention.set_aside or "every line was used"

# %% lapsed-words [markdown]
# ## Who has gone quiet?
#
# [**Churn**](../glossary.ipynb#Churn) is customers leaving. Without a contract nobody tells you. There is only silence, and *silence is not proof of leaving*: a customer of a roofer may come back after eight years.
#
# What we can do is learn from those who did come back. How long had they been silent? If nearly all of them returned within a certain time, then a longer silence is a bad sign. The [**silence threshold**](../glossary.ipynb#Silence-threshold) is the time within which nearly all of those who came back had come back.
#
# This section needs orders. The next cell names whose data it uses: yours if you have them, else a sample's.

# %% lapsed tags=["report", "needs-orders", "nbval-check-output"] section="Who has gone quiet?"
seller = with_tables(shop, "orders", sample="shop")
silence = lapsed(seller.table("orders"))
print(seller.name)
finding(silence, seller)

# %% lapsed-chart tags=["report", "needs-orders"]
lapsed_chart(silence, format=seller.format);

# %% lapsed-reading [markdown]
# **What this says.** Left of the line are customers who still may be on their usual rhythm. Right of it are those who have been silent for longer than most of those who ever returned. A friendly message costs little there. A large discount to people who were coming back anyway costs a lot.

# %% contract-words [markdown]
# ## Who leaves under contract?
#
# With a contract, a plan or a membership, a customer leaves on a known day. Now three different numbers can be worked out. Mixing them up is the most common slip in this field.
#
# The [**churn rate**](../glossary.ipynb#Churn-rate) is the share of the customers you had at the start of a period who were gone at its end.

# %% churn tags=["report", "needs-subscriptions", "nbval-check-output"] section="Who leaves under contract?"
club = with_tables(shop, "subscriptions", sample="saas")
subscriptions = club.table("subscriptions")
churn = churn_rate(subscriptions, period=period)
print(club.name)
finding(churn, club)

# %% churn-chart tags=["report", "needs-subscriptions"]
churn_rate_chart(churn, format=club.format);

# %% survival-words [markdown]
# One month's churn rate jumps about, because few people leave in a month. Look at its band before you celebrate or worry.
#
# The [**survival curve**](../glossary.ipynb#Survival-curve) shows what share of the customers who start are still here after so many days. It also uses customers who have *not* left: each counts for as long as we have watched them (Kaplan and Meier, 1958). The [**median lifetime**](../glossary.ipynb#Median-lifetime) is the day on which the survival curve falls to one half.

# %% survival tags=["report", "needs-subscriptions", "nbval-check-output"]
stay = survival(subscriptions, by="plan", smallest_group=club.format.smallest_group)
finding(stay, club)

# %% survival-chart tags=["report", "needs-subscriptions"]
survival_curve(stay, format=club.format);

# %% survival-reading [markdown]
# **What this says.** Where the curve of a plan lies lower, its customers leave sooner. The [**log-rank test**](../glossary.ipynb#Log-rank-test) asks whether two survival curves differ by more than chance would bring about (Mantel, 1966). A small share of cases means that chance alone seldom does.
#
# The test does not say *why*. Perhaps the cheap plan draws people who only want to try.

# %% risk-words [markdown]
# ## Who may leave next?
#
# A model can rank today's customers by how likely they are to leave. It learns from the past: what did those who left look like before they went? Any such list looks convincing. So before we use it, it must pass an honest test.
#
# - A [**holdout**](../glossary.ipynb#Holdout) is a later time that the model has not seen, on which it is judged.
# - The [**AUC**](../glossary.ipynb#AUC) is how often a model ranks a customer who left above one who stayed: one half is a coin toss, 1 is perfect.
# - The [**lift**](../glossary.ipynb#Lift) is how many more leavers are at the top of the list than in a random pick of the same size.
# - [**Calibration**](../glossary.ipynb#Calibration) means that where the model says 30%, about 30% leave.
#
# With too few leavers the model refuses, and so should you.

# %% risk tags=["report", "nbval-check-output"] section="Who may leave next?"
risk = at_risk_customers(
    orders=shop.get("orders"), subscriptions=shop.get("subscriptions"),
    customers=shop.get("customers"),
)
finding(risk, shop)

# %% lift-chart tags=["report"]
lift_chart(risk, format=shop.format);

# %% calibration-chart
calibration_chart(risk, format=shop.format);

# %% calibration-words [markdown]
# **What this says.** Points on the diagonal mean that the model's percentages can be taken at their word. Points below it mean that it cries wolf. The bars show how sure each point is.
#
# Here is the top of the list, with the reason in plain words. It is for your eyes: in a report that you hand on, the list is a file of its own, without names.

# %% risk-list tags=["report"]
people(
    risk.customers.rename(columns={"customer_id": "customer", "probability": "chance of leaving"}),
    "Customers who may leave next", shop, percent=["chance of leaving"],
)

# %% programme-words [markdown]
# ## Does the loyalty programme help?
#
# Members buy again more often than other customers. Does the programme do that? Perhaps those who liked you anyway are the ones who joined. This is [self-selection](../glossary.ipynb#Self-selection), and it makes nearly every programme look better than it is.
#
# We can do two things. We compare only customers of the same cohort, so that old regulars are not set against newcomers. And we say plainly what is left: people were not chosen by lot.

# %% programme tags=["report", "needs-orders", "needs-customers.member", "nbval-check-output"] section="Does the loyalty programme help?"
loyal = with_tables(shop, "orders", "customers.member", sample="shop")
effect = program_effect(loyal.table("orders"), loyal.table("customers"), period="quarter")
print(loyal.name)
finding(effect, loyal)

# %% programme-chart tags=["report", "needs-orders", "needs-customers.member"]
effect_chart(effect, format=loyal.format);

# %% programme-reading [markdown]
# **What this says.** Each line is one cohort's difference with its interval; a line that crosses zero tells little on its own. The pooled line uses them all. To learn what the programme *does*, offer it to half of the new customers, chosen by lot, and compare.

# %% payback-words [markdown]
# ## When has a new customer paid back the marketing?
#
# [**CAC**](../glossary.ipynb#CAC) (customer acquisition cost) is the marketing spend of a month divided by the customers first won in it. [**Contribution**](../glossary.ipynb#Contribution) is what customers pay less what the goods cost you. [**Payback**](../glossary.ipynb#Payback) is the month in which contribution per customer has caught up with CAC. Cohorts make it visible, because a new customer's money comes in over time.

# %% payback tags=["report", "needs-orders", "needs-marketing", "needs-products.unit_cost", "nbval-check-output"] section="When has a new customer paid back the marketing?"
seller = with_tables(shop, "orders", "marketing", "products.unit_cost", sample="shop")
payback = marketing_payback(
    seller.table("orders"), seller.table("marketing"), products=seller.table("products"),
)
print(seller.name)
finding(payback, seller)

# %% payback-chart tags=["report", "needs-orders", "needs-marketing", "needs-products.unit_cost"]
payback_chart(payback, format=seller.format);

# %% widget-words [markdown]
# ## Try it: the cohort explorer
#
# Now you know the idea by hand, let the controls do the work. Choose how long a period is, what to measure, which customers, and how many cohorts to look at. Your choices are kept for next time, and a report uses them too. (On a page that is not running, and in a report, you see a still picture.)

# %% widget
cohorts = CohortWidget(shop)
cohorts

# %% widget-code [markdown] tags=["lab-only"]
# What the widget shows can also be read from code: `cohorts.result` is the same kind of result as `retention` above.

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong. Nobody is watching, and you can try as often as you like.

# %% ex1
exercise("2.5.1")

# %% ex2
exercise("2.5.2", by_hand=by_hand)

# %% ex3-try tags=["lab-only"]
finding(CohortWidget(shop).view({"period": "month"}), shop)

# %% ex3
exercise("2.5.3", shop=shop)

# %% ex4-table
orders = with_tables(shop, "orders", sample="shop").table("orders")
parts = [0.7, 0.8, 0.9, 0.95]
table(
    pd.DataFrame({"of those who come back": parts,
                  "within days": [lapsed(orders, returns=part).threshold_days for part in parts]}),
    "How soon they come back", shop, percent=["of those who come back"],
)

# %% ex4
exercise("2.5.4", orders=orders)

# %% ex5
exercise("2.5.5")

# %% ex6
exercise("2.5.6")

# %% ex7
exercise("2.5.7")

# %% own [markdown]
# ## Try it on your business
#
# In JupyterLab, write `business = "my-shop"` in the cell near the top that says `business = "shop"`, and run all cells again. In the app, choose your business on the first page. [Start here](../00_start_here.ipynb) shows how to bring your sales in. If your customers come seldom, count in quarters: set **Count in** in the explorer, or `period = "quarter"` beside `business`.

# %% ex8
exercise("2.5.8")

# %% mislead [markdown]
# ## What can mislead here
#
# - **The first cohort is no cohort.** It holds everyone who was a customer before your data begin. Look at the later ones.
# - **Small cohorts swing.** In a cohort of ten, one person is ten percentage points. Read the interval.
# - **A rising average may be a changing mix.** If you won more customers on the better plan, the average rises though no plan improved. Look at each on its own.
# - **Guests cannot return.** Without a name, every purchase is a first one. Ask for an e-mail address on the receipt, and say why.
# - **Likely to leave is not likely to be won back.** The model knows who may go, not whom a call would keep.
#
# ## On Monday
#
# 1. Write down your retention at age 1 and the date. That is your baseline.
# 2. Take ten names past the silence threshold, and ask them one question: what would have brought you back?
# 3. Next time you start a programme or a campaign, leave out a part of the customers, chosen by lot. In three months you will know what it does.

# %% recap [markdown]
# ## Key points
#
# 1. A cohort table follows each intake on its own; a period that has not ended is blank, not zero.
# 2. Without a contract there is only silence. A threshold learned from those who came back tells whom to write to, and proves nothing about any one person.
# 3. A churn rate is about one period, a survival curve about a whole lifetime, and the median lifetime is where that curve meets one half.
# 4. A list of customers at risk is worth using when a holdout shows that it beats chance, and by how much.
# 5. Compare members and payback within cohorts; for cause and effect, choose by lot.
