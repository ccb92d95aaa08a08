# ---
# growth:
#   number: '1.2'
#   title: Where you stand
#   question: What is strong, what is weak, before we push?
#   subject: strategy
#   minutes:
#     reading: 40
#     exercises: 35
#     note: 'It can be done in two sittings: stop before *What customers say*.'
#   needs:
#   - finances or feedback or orders or subscriptions
#   you_need: 'whatever you have of these tables: finances, feedback, orders. Where yours are lacking,
#     a sample stands in and is named. Half of the lesson needs no table at all, only your own eyes.'
#   promises:
#   - You can read the three sheets of the books, and say what each sale leaves.
#   - You have your ratios against bands that you chose, and you know which way they are heading.
#   - You know how sure a Net Promoter Score is, and when there are too few answers for one.
#   - You know on what your rivals beat you, and what would give way under more work.
#   - You have a SWOT whose every strength and weakness rests on a finding, and you know what to
#     mend first.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import check, finding, table
from helpers.subjects.feedback import (
    customer_satisfaction, net_promoter_score, satisfaction_chart, score_so_far,
)
from helpers.subjects.finance import (
    HealthWidget, health_chart, health_check, health_view, ratio_chart,
)
from helpers.subjects.operations import operational_review
from helpers.subjects.strategy import (
    ResourcesWidget, RivalsWidget, SwotWidget, compare_rivals, rivals_chart, swot_view,
    with_findings, with_work,
)

shop = open_business(business)

# %% sheets-words [markdown]
# ## Three sheets
#
# Before a long run, a doctor takes your pulse. Growth is a long run. A second van, a new oven or a bigger order puts weight on everything you have, and what is weak breaks first. So look before you push.
#
# Begin with the money. Every set of books has three sheets.
#
# - A [**profit and loss statement**](../glossary.ipynb#Profit-and-loss-statement) is the list of what was sold in a period, and what it cost.
# - A [**balance sheet**](../glossary.ipynb#Balance-sheet) is the list of what a business owns and what it owes on one day.
# - A [**cash flow statement**](../glossary.ipynb#Cash-flow-statement) is the record of what came into the bank in a period, and what went out.
#
# They can tell different stories. A garage repairs ten vans in May and is paid in July. May's profit looks fine, the bank account does not, and the balance sheet shows why: the customer still owes the money.
#
# Here is one month of a small garage.

# %% garage
garage = pd.DataFrame(
    [("revenue", 20_000), ("cost_of_goods", 8_000), ("payroll", 8_000), ("rent", 1_800),
     ("tax", 600), ("cash", 6_000), ("receivables", 9_000), ("inventory", 3_000),
     ("payables", 7_000), ("short_term_debt", 3_000), ("long_term_debt", 6_000),
     ("equity", 12_000)],
    columns=["account", "amount"],
).assign(month="2025-10")
table(garage[["account", "amount"]], "One month of a garage", shop, money=["amount"])

# %% margins-words [markdown]
# ## What a sale leaves
#
# Take three steps down the profit and loss statement. At each step, ask what is left of every 100 that came in.
#
# - The [**gross margin**](../glossary.ipynb#Gross-margin) is the share of sales that is left when the goods in them are paid: parts, flour, stock. It tells whether your prices are right.
# - The [**operating margin**](../glossary.ipynb#Operating-margin) is the share of sales that is left when the goods and the running costs are paid: wages, rent, marketing. It tells whether the business works.
# - The [**net margin**](../glossary.ipynb#Net-margin) is the share of sales that is left when interest and tax are paid too. It is what you can keep or put back in.
#
# ## Can you pay, and for how long?
#
# Now the balance sheet.
#
# - The [**current ratio**](../glossary.ipynb#Current-ratio) is what can be turned into money within a year, divided by what must be paid within a year.
# - The [**quick ratio**](../glossary.ipynb#Quick-ratio) is the current ratio without the stock: cash and unpaid invoices, divided by what must be paid within a year.
# - [**Debt to equity**](../glossary.ipynb#Debt-to-equity) is what was borrowed, divided by what the owners have put in and left in.
# - [**Days sales outstanding**](../glossary.ipynb#Days-sales-outstanding) is how many days of sales your customers still owe you.
# - [**Days payable outstanding**](../glossary.ipynb#Days-payable-outstanding) is how many days of purchases you still owe your suppliers.
# - The [**runway**](../glossary.ipynb#Runway) is how many months the cash lasts if the coming months are like the last ones.
#
# The next cell works out each of them for the garage. Take one and check it by hand.

# %% by-hand tags=["nbval-check-output"]
checked = health_check(garage)
table(checked.in_words(shop.format)[["now", "it is"]], "The garage", shop)

# %% formulas
table(checked.frame[["label", "formula"]].set_axis(["ratio", "how it is worked out"], axis=1)
      .reset_index(drop=True), "How each ratio is worked out", shop)

# %% bands-words [markdown]
# ## Weak, watch or strong?
#
# A ratio alone says little. Is a gross margin of 60% good? For a grocer it would be a wonder, for a software firm a worry. So each ratio needs a band. A [**band**](../glossary.ipynb#Band) is two bounds for a ratio, which is weak beyond the one, strong beyond the other, and to be watched in between.
#
# We begin with rules of thumb, and each names its source. They are a place to start and no more. **Your own band is worth more than ours:** take it from your trade body, from your accountant, or from your own best year.
#
# A light is never told by its colour alone. It has a word and a shape too: ▼ weak, ◆ watch, ▲ strong.

# %% books-words [markdown]
# The next cell checks the books of your business. It names whose books they are: yours, or a sample's if you have none yet.

# %% books tags=["report", "needs-finances", "nbval-check-output"] section="Are the books healthy?"
keeper = with_tables(shop, "finances", sample="bakery")
health = health_view(keeper, keeper.answers.get("health", {}))
print(keeper.name)
finding(health, keeper)

# %% ratios tags=["report", "needs-finances"]
table(health.in_words(keeper.format), "Ratios of the books", keeper)

# %% lights tags=["report", "needs-finances"]
health_chart(health, format=keeper.format);

# %% books-reading [markdown]
# **What this says.** Margins and days are counted over the last twelve months. What you own and owe is counted at the last month's end, for it makes no sense to add up twelve bank balances. The small ring is where a ratio stood a year ago.
#
# Read the weak ones first. Then ask whether two of them have one cause. A thin gross margin makes every margin below it thin.
#
# **If you work alone**, two things differ:
#
# - *Your own wage.* If your books hold no pay, the margin is what is left *before* you are paid. Take off what you would have to pay someone to do your work. Then look again.
# - *What is not known.* Most ratios need what you own and owe. That is four figures at each month's end: cash, what customers owe you, what you owe, and what you borrowed. It takes five minutes. Write 0 where nothing is owed.

# %% trend-words [markdown]
# ## Which way is it heading?
#
# A ratio that is strong and falling may worry you more than one that is weak and rising. So look at its course. The dashed lines are your band.

# %% course
ratio_chart(health, format=keeper.format);

# %% trend-reading [markdown]
# **Beware of the season.** A gift shop's margin falls from December to April every year. That is no [trend](../glossary.ipynb#Trend); it is Christmas. So each month is set against *the same month a year before*. It takes two years of books. With less, the workbook says that the trend may be the season.
#
# *Steady* means that it hardly moved. *No clear trend* means that it moved up and down so much that nobody can say.

# %% runway-words [markdown]
# The runway deserves a sentence of its own, for it rests on few months. So it comes with its [interval](../glossary.ipynb#Interval). When the months differ much, it is wide.

# %% runway tags=["nbval-check-output"]
print(keeper.name)
finding(health.cash, keeper)

# %% widget-words [markdown]
# ## Try it: your own bands
#
# Choose a ratio and write your own bounds, shares as per cent: 60 for 60%. An empty field keeps the rule of thumb. Watch which lights change. Then ask yourself: would you have chosen these bounds *before* you saw your figures? Your bands are kept, and a report uses them too.

# %% widget
HealthWidget(keeper)

# %% operations-words [markdown]
# ## How the daily work runs
#
# Money comes last: first comes the work. An [**operational review**](../glossary.ipynb#Operational-review) is a look at how the daily work runs: what comes back, how full the busiest week is, and what each person brings in.
#
# Here no band would hold for a bakery and a roofer alike. So compare with yourself, a year ago.

# %% operations tags=["report", "nbval-check-output"] section="How does the daily work run?"
worker = with_work(shop, sample="bakery")
work = operational_review(orders=worker.get("orders"), finances=worker.get("finances"))
print(worker.name)
finding(work, worker)

# %% operations-table
table(work.in_words(worker.format), "The daily work", worker)

# %% operations-missing tags=["nbval-check-output"]
work.missing or "every measure could be told"

# %% operations-reading [markdown]
# **What this says.** The busiest week shows what you can carry when you must. If it was twice the usual one and nothing broke, there is room. If people worked nights, there is none.
#
# If refunds are not known, perhaps there were none. Perhaps nobody wrote them down. Only you know which.

# %% csat-words [markdown]
# ## What customers say
#
# Books look back. Customers tell you what comes next, if you ask.
#
# **The short question: “How satisfied were you today?”** from 1 to 5. The [**customer satisfaction score**](../glossary.ipynb#Customer-satisfaction-score), or CSAT, is the share of those who answered that gave 4 or 5. It suits a single visit: this haircut, this repair. Our garage put cards on its counter.

# %% csat tags=["nbval-check-output"]
cards = pd.DataFrame({"score": [5] * 18 + [4] * 12 + [3] * 6 + [1] * 4}).assign(date="2025-10-31")
finding(customer_satisfaction(cards), shop)

# %% nps-words [markdown]
# **The longer question: “Would you recommend us to a friend?”** from 0 to 10. It asks about the whole of it (Reichheld, 2003). Those who say 9 or 10 are *promoters*. Those who say 0 to 6 are *detractors*. The rest count for neither side.
#
# The [**Net Promoter Score**](../glossary.ipynb#Net-Promoter-Score) is the share of promoters less the share of detractors, times 100, so it runs from −100 to 100.
#
# A salon asked twenty clients. Then it asked two hundred, and the shares came out just the same.

# %% salon tags=["nbval-check-output"]
twenty = pd.DataFrame({"score": [10] * 10 + [8] * 6 + [5] * 4}).assign(date="2025-10-31")
two_hundred = pd.concat([twenty] * 10)
few = net_promoter_score(twenty)
many = net_promoter_score(two_hundred)
finding(few, shop)
finding(many, shop)

# %% nps-reading [markdown]
# **What this says.** The score is the same. How *sure* it is, is not. With few answers the interval is so wide that two good weeks and two bad ones look alike. With fewer than ten we refuse to give a score at all.
#
# Never say “the score went up” before you have looked at both intervals.

# %% customers tags=["report", "needs-feedback", "nbval-check-output"] section="Would customers recommend us?"
asked = with_tables(shop, "feedback", sample="bakery")
score = score_so_far(asked.table("feedback"))
print(asked.name)
finding(score, asked)

# %% customers-chart tags=["report", "needs-feedback"]
satisfaction_chart(score, format=asked.format);

# %% customers-reading [markdown]
# If you have only a handful of answers, read them, every word. Ring up one who was not pleased, and one who was. No score would tell you more.

# %% rivals-words [markdown]
# ## Where rivals beat you
#
# You are not alone on the street. A [**competitor comparison**](../glossary.ipynb#Competitor-comparison) sets your business against the firms that your customers would go to instead, point by point, on what those customers care about.
#
# The rival is not always who you think. A café's rival may be the coffee machine at the office.
#
# Points cannot be added up. A café ahead on three small things and behind on the one that matters is *behind*. So say first what matters most to those who choose. Here is a café against a chain, and against that machine.

# %% cafe tags=["nbval-check-output"]
ratings = {
    "matters_most": "ease",
    "rival_1": "The chain", "rival_1_basis": "seen",
    "rival_1_price": "alike", "rival_1_quality": "better", "rival_1_ease": "alike",
    "rival_2": "The office machine", "rival_2_basis": "guess",
    "rival_2_price": "worse", "rival_2_quality": "better", "rival_2_ease": "worse",
}
cafe = compare_rivals(ratings)
finding(cafe, shop)

# %% cafe-chart
rivals_chart(cafe, format=shop.format);

# %% rivals-widget-words [markdown]
# Now yours: up to three rivals. “How do you know?” is the honest part. A guess is fine to begin with, as long as it says so.

# %% rivals-widget
RivalsWidget(shop)

# %% resources-words [markdown]
# ## What would give way first
#
# Say that from Monday on you had a fifth more work. What would break?
#
# A [**resource audit**](../glossary.ipynb#Resource-audit) is a walk through what a business runs on, its skills, technology and infrastructure, asking of each whether it would carry more work.
#
# - *Skills:* who can do it, and who else can?
# - *Technology:* the till, the booking system, the records, the back-ups.
# - *Infrastructure:* space, tools, vehicles, supplies.
#
# What hangs by a thread costs nothing until the day it snaps. For many who work alone it is the stand-in: nobody can take over for a fortnight.

# %% resources-widget
ResourcesWidget(shop)

# %% swot-words [markdown]
# ## All of it in one square
#
# A [**SWOT**](../glossary.ipynb#SWOT) is a square of four lists: strengths and weaknesses within the business, opportunities and threats around it.
#
# Most such squares are filled by opinion and end in a drawer. They are long, vague, and nobody looks again (Hill and Westbrook, 1997). So we do two things:
#
# - **Strengths and weaknesses are drawn from what was found:** your ratios, your customers' answers, your two grids. Each says what it rests on.
# - **Opportunities and threats are yours to write.** No table knows that a lease ends. They are kept with their date, and compared with last time.
#
# An opportunity is something that *happens around you*, whether or not you act: new flats, a rival who retires. “We should sell online” is a plan.

# %% swot tags=["report", "summary", "nbval-check-output"] section="What is strong, what is weak, and what to mend first?"
whole = with_findings(shop, sample="bakery")
swot = swot_view(whole, whole.answers.get("swot", {}))
print(whole.name)
finding(swot, whole)

# %% swot-table tags=["report"]
table(swot.points(whole.format), "Strengths, weaknesses, opportunities, threats", whole)

# %% swot-reading [markdown]
# **What this says.** Weaknesses stand in the order in which we would mend them:
#
# 1. *Cash*, for without it nothing else matters.
# 2. *Customers who turn away*, for they do not come back to see how you have changed.
# 3. *What gives way* under more work.
# 4. *What each sale leaves*, for growth only multiplies it.
# 5. Everything else.
#
# The order is ours. Change it if you have a reason, and write the reason down.

# %% swot-widget-words [markdown]
# Write your own, up to three of each. One line each is enough.

# %% swot-widget
SwotWidget(shop)

# %% exercises [markdown]
# ## Exercises
#
# Replace the three dots and run the cell.

# %% ex1-words [markdown]
# **Exercise 1 (choose).** A florist made a good profit in May but cannot pay her supplier in June: two hotels have not paid her yet. On which sheet does she see how much the hotels owe?
#
# - `"a"` On the profit and loss statement
# - `"b"` On the balance sheet
# - `"c"` On the cash flow statement

# %% ex1
answer = ...
check("1.2.1", answer)

# %% sol1 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.1", "b")

# %% ex2-words [markdown]
# **Exercise 2 (fill in).** Parts get dearer: the garage now pays 9,000 for them, and still sells for 20,000. What is its gross margin? Write the sum.

# %% ex2
answer = ...
check("1.2.2", answer)

# %% sol2 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.2", (20_000 - 9_000) / 20_000)

# %% ex3-words [markdown]
# **Exercise 3 (tweak).** The garage's largest customer pays late: customers now owe 13,000, and there is 2,000 in the bank. The two lines below change the copy. Run the health check on `late`, and hand in its `.days_sales_outstanding`.

# %% ex3-start
late = garage.copy()
late.loc[late["account"] == "receivables", "amount"] = 13_000
late.loc[late["account"] == "cash", "amount"] = 2_000

# %% ex3
answer = ...
check("1.2.3", answer, checked)

# %% sol3 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.3", health_check(late).days_sales_outstanding, checked)

# %% ex4-words [markdown]
# **Exercise 4 (tweak).** In the garage's trade, a gross margin is strong from 65% and weak below 55%. Run `health_check(garage, bands={"gross_margin": (…, …)})` with these bounds, and hand in the light: `.lights["gross_margin"]`. In a band, 65% is written as 0.65.

# %% ex4
answer = ...
check("1.2.4", answer)

# %% sol4 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.4", health_check(garage, bands={"gross_margin": (0.55, 0.65)}).lights["gross_margin"])

# %% ex5-words [markdown]
# **Exercise 5 (fill in).** Of 50 people who answered a joiner, 30 gave 9 or 10, another 15 gave 7 or 8, and 5 gave less. What is his Net Promoter Score?

# %% ex5
answer = ...
check("1.2.5", answer)

# %% sol5 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.5", 100 * (30 - 5) / 50)

# %% ex6-words [markdown]
# **Exercise 6 (choose).** A driving school's score was 33 (likely −4 to 62) last year. This year it is 50 (likely 13 to 74). Each year some twenty people answered. What can the owner say?
#
# - `"a"` “We are 17 points better than last year.”
# - `"b"` “It may have risen, or not. I need more answers.”
# - `"c"` “Nothing has changed.”

# %% ex6
answer = ...
check("1.2.6", answer)

# %% sol6 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.6", "b")

# %% ex7-words [markdown]
# **Exercise 7 (tweak).** The café's owner asks ten customers. They say that the chain is easier to get to. The line below changes that one rating. Compare again with `compare_rivals(…)`, and hand in on what the café is now behind: `.standing("behind")`.

# %% ex7-start
heard = {**ratings, "rival_1_basis": "told", "rival_1_ease": "worse"}

# %% ex7
answer = ...
check("1.2.7", answer, ratings)

# %% sol7 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.7", compare_rivals(heard).standing("behind"), ratings)

# %% ex8-words [markdown]
# **Exercise 8 (choose).** Which of these belongs under *opportunities* in a plumber's SWOT?
#
# - `"a"` Our vans are new
# - `"b"` We should offer heat pumps
# - `"c"` The other plumber in town retires in spring
# - `"d"` Our invoices go out late

# %% ex8
answer = ...
check("1.2.8", answer)

# %% sol8 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.8", "c")

# %% ex9-words [markdown]
# **Exercise 9 (choose).** A caterer wants to double her weddings. This is what she found. What should she mend first?
#
# - `"a"` She is behind a rival on price
# - `"b"` Her cash lasts six weeks
# - `"c"` Nobody has tried out her back-ups
# - `"d"` Her net margin is 8%

# %% ex9
answer = ...
check("1.2.9", answer)

# %% sol9 tags=["solution", "nbval-check-output"]
# Solution
check("1.2.9", "b")

# %% own [markdown]
# ## Try it on your business
#
# The one line to change is in the second cell: `business = "my-shop"`. Bring what you have. A table `finances` with revenue, cost of goods and cash is enough to begin; the [data dictionary](../../data/README.md) lists the other accounts. Fill in the grids with someone who works with you, each alone at first.

# %% ex10-words [markdown]
# **Exercise 10 (your own data).** Write the name of your own business's folder, and read what to build on and what to mend first. No data yet? The grids and your own words are enough. Nothing at all yet? Leave the dots.

# %% ex10
answer = ...
check("1.2.10", answer)

# %% mislead [markdown]
# ## What can mislead here
#
# - **Bands differ by trade.** What is thin for a salon is plenty for a grocer. A light is only as good as its band.
# - **One day is one day.** A balance sheet shows the month's last evening. Pay your bills on the 30th or on the 1st, and the current ratio looks different.
# - **Strong can be lazy.** A very high current ratio may mean cash that lies idle, or stock that nobody buys.
# - **An owner without wages looks rich.** See *If you work alone* above.
# - **Those who answer are not all.** The very pleased and the very cross answer more readily. Note how many you asked.
# - **Never beg for a ten.** “Please give us a 10” makes the score useless to the one who needs it: you.
# - **Grids are opinions.** Owners rate themselves kindly, and whoever is used to a squeeze no longer feels it.
#
# ## On Monday
#
# 1. Write down four figures as they stand tonight: cash, what customers owe you, what you owe, what you borrowed. Put the last day of each month in your calendar for the next.
# 2. Ask the next ten customers one question: “Would you recommend us to a friend, from 0 to 10, and why?” Count how many you asked, too.
# 3. Give one customer the grid of rivals, empty, and a coffee. Compare it with yours.

# %% recap [markdown]
# ## Key points
#
# 1. Profit and loss shows what a sale leaves, the balance sheet what you own and owe, the cash flow what the bank saw. They can differ, so look at all three.
# 2. A ratio means something only against a band, best your own, and against the same month a year before.
# 3. A Net Promoter Score comes with its interval; below ten answers there is none, and you read the answers instead.
# 4. Being ahead counts only where it matters to customers. Before you add work, find what hangs by a thread.
# 5. Strengths and weaknesses rest on findings; opportunities and threats are your dated words. Mend cash first, then customers, then what gives way.
