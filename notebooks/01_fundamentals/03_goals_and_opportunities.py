# ---
# growth:
#   number: '1.3'
#   title: Goals and opportunities
#   question: Where should growth come from, and how will we know?
#   subject: goals
#   minutes:
#     reading: 30
#     exercises: 30
#   needs: []
#   you_need: your own judgement. Tables of orders, subscriptions or finances let the workbook find
#     where you stand; without them you note one figure by hand.
#   promises:
#   - You can tell a goal from a wish, and mend a wish letter by letter.
#   - You know which figure will tell, where it stands, and how fast it must move.
#   - You have scored five places that growth can come from.
#   - You know how firm your ranking is, and what would change it.
#   - You have up to three goals of your own that can be checked.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.charts.firmness import firmness_chart
from helpers.lessons import exercise, finding, table
from helpers.subjects.goals import (
    CRITERIA, SOURCES, GoalWidget, OpportunityWidget, check_smart, goal_chart, goal_state,
    goals_chart, goals_view, measured, opportunity_chart, opportunity_view, rank_opportunities,
    ranked_ideas, smart_chart, weight_chart, with_goals, with_scores,
)

shop = open_business(business)

# %% wish-words [markdown]
# ## A wish is not a goal
#
# “Get more customers soon.” Who would say no to that? But how many are *more*? When is *soon*? And who sees to it? In six months you could not say whether it came true.
#
# A [**SMART goal**](../glossary.ipynb#SMART-goal) is a goal that is specific, measurable, achievable, relevant and time-bound, so that on a set day anyone can say whether it was reached. The five letters go back to George Doran (1981).
#
# | | It means | Ask yourself |
# |---|---|---|
# | **S** | specific | What exactly will we do? |
# | **M** | measurable | Which figure will tell, and from what to what? |
# | **A** | achievable | Who sees to it, and has such a change been seen before? |
# | **R** | relevant | What is it good for? |
# | **T** | time-bound | On which day will we look? |
#
# The workbook can read a goal and say which letters fail. Try it on the wish.

# %% wish tags=["nbval-check-output"]
wish = check_smart("Get more customers soon")
finding(wish, shop)

# %% wish-chart
smart_chart(wish, format=shop.format);

# %% wish-repair
table(pd.DataFrame(wish.letters(shop.format).values())[["letter", "meaning", "repair"]],
      "How to mend each letter", shop)

# %% mended-words [markdown]
# ## The same wish, mended
#
# A plumber sits down with that list and fills in the parts, one by one.

# %% mended tags=["nbval-check-output"]
plumber = {
    "statement": "Ask every customer for the next job before we leave",
    "kpi": "jobs a month", "baseline": 40, "target": 52,
    "start": "2026-01-01", "due": "2026-06-30", "owner": "Ana",
    "why": "it pays for an apprentice", "resources": "five minutes a job",
}
mended = check_smart(plumber)
finding(mended, shop)
print(mended.repaired(shop.format))

# %% mended-reading [markdown]
# **What this says.** The sentence now says what will be *done*; the figures say what will come *of it*. A good goal needs both. “52 jobs” alone tells nobody what to do on Monday. “Ask every customer” alone does not tell whether it works.

# %% kpi-words [markdown]
# ## The figure that tells
#
# A [**KPI**](../glossary.ipynb#KPI) (key performance indicator) is the one figure that tells whether a goal is being reached. A [**baseline**](../glossary.ipynb#Baseline) is where a KPI stood before the work on a goal began.
#
# Without a baseline a target hangs in the air. And one month is a poor baseline, for it may have been a lucky one. The workbook takes the mean of the last three months before you begin. Here is what your own tables can tell.

# %% kpis tags=["nbval-check-output"]
figures = measured(shop)
finding(figures, shop)

# %% kpis-table
table(figures.frame(shop.format), "Figures by month", shop)

# %% kpis-reading [markdown]
# **What this says.** Each row could be a KPI. Look at the last column before you choose: “customers” are those you know by name or card, not every guest.
#
# - *Only a few months, or no table at all?* A solo owner is not worse off. Pick one figure that you can count by hand each Friday: quotes sent the same day, no-shows, jobs that came from a friend's word. Five or six notes make a baseline.
# - *A business with a season?* An ice-cream parlour always grows from March to July, goal or no goal. With three years of data the workbook can take the season out. With less, compare with the same months a year before.

# %% reach-words [markdown]
# ## Is it within reach?
#
# Your own past is a fair judge. Say you want a certain rise in a year. How often did the figure rise by as much in a year before? Here is the sample bakery's revenue, with the season taken out, and two goals: a bold one and a modest one.

# %% reach tags=["nbval-check-output"]
baker = open_business("bakery")
takings = measured(baker).known["revenue"].without_season()
before = takings.baseline()
modest = {
    "statement": "Supply three cafés each morning", "kpi": takings.label,
    "unit": takings.unit_for(baker.format), "baseline": before, "target": 1.05 * before,
    "start": "2025-11-01", "due": "2026-10-31", "owner": "Mina", "why": "it pays for an oven",
}
bold = {**modest, "target": 1.5 * before}
finding(check_smart(modest, series=takings.values), baker)
finding(check_smart(bold, series=takings.values), baker)

# %% reach-reading [markdown]
# **What this says.** The modest goal passes, for such rises have been seen. The bold one fails on A, and the check names a target that a quarter of the past stretches reached.
#
# That does not make the bold goal impossible. It says that *going on as before* will not get you there. If you want it, write down what will be different, and try that first at small cost.

# %% rate-words [markdown]
# ## How fast must it go?
#
# The [**required run rate**](../glossary.ipynb#Required-run-rate) is how much a figure must gain in each period that is left to reach its target by the due day. (A plain [run rate](../glossary.ipynb#Run-rate) says what a year would bring at the present pace.)
#
# By hand: the plumber wants to go from 40 jobs a month to 52, in six months. That is 12 ÷ 6. Three months later the figure has moved less than it should. What is left now has to be made up in half the time.

# %% rate tags=["nbval-check-output"]
print("at the start:", (52 - 40) / 6, "jobs more in each month")
jobs = pd.Series([41, 44, 43], index=pd.period_range("2026-01", periods=3, freq="M"))
so_far = goal_state(plumber, jobs)
finding(so_far, shop)

# %% rate-chart
goal_chart(so_far, format=shop.format);

# %% rate-reading [markdown]
# **What this says.** The dashed line is a steady pace. The figure lies below it, so the rate that is needed has gone up since the start. The orange band is wide: three months tell little. So the band is no reason to give up, and no reason to relax.
#
# Look each month, in this order: *Where does the figure stand? What must it gain from here? What will we do that is not the same as last month?*

# %% goals-words [markdown]
# ## Your goals, side by side
#
# The next cells show the goals that you have set. Until there are some, they show those of the sample bakery's owner. The first line says whose they are.

# %% whose-goals
with_goals(shop, sample="bakery").name

# %% goals tags=["report", "nbval-check-output"] section="How far have our goals come?"
planner = with_goals(shop, sample="bakery")
goals = goals_view(planner)
finding(goals, planner)

# %% goals-chart tags=["report"]
goals_chart(goals, format=planner.format);

# %% goals-table tags=["report"]
table(goals.frame(planner.format), "Goals and their progress", planner,
      percent=["way done", "steady pace"])

# %% goals-reading [markdown]
# **What this says.** A bar that ends before the upright mark is behind a steady pace. Below 0% the figure has moved the wrong way. *Needs* is the required run rate. Three goals are plenty. With seven, nobody knows which one counts.

# %% goal-widget-words [markdown]
# ## Try it: build a goal
#
# Fill in one field after the other and watch the letters. Leave the baseline empty if the figure comes from your tables. Your goal is kept with its day. Should you move the target later, the builder says so: a goal that moves is easily reached.
#
# For your second and third goal, run `GoalWidget(shop, number=2)` and `number=3`.

# %% goal-widget
builder = GoalWidget(shop, number=1)
builder

# %% sources-words [markdown]
# ## Five sources of growth
#
# Goals say *how far*. But where should the growth come from? There are five places to look. [**Market expansion**](../glossary.ipynb#Market-expansion), the first, is selling what you sell now in new places or to new kinds of customer. Here are all five.

# %% sources
sources = pd.DataFrame(SOURCES).set_axis(["source", "what it means", "for example"], axis=1)
sources["for example"] = sources["for example"].str.join("; ")
table(sources, "Five sources of growth", shop)

# %% sources-reading [markdown]
# Each source has its own figure that tells:
#
# | Source | A figure that would tell |
# |---|---|
# | market expansion | orders from the new place, new customers a month |
# | product and service diversification | revenue from what is new |
# | deeper customer base | share of customers who returned, average order value |
# | partnerships | customers whom the partner sent |
# | technology | quotes a day, hours saved a week, bookings at night |
#
# So an opportunity you choose becomes a goal you can check.

# %% scoring-words [markdown]
# ## Scoring by hand
#
# A salon has three ideas: to open in the next town, to book each client's next visit at the till, or to sell skin care. It scores each from 0 to 10 on two criteria: how big the *prize* is, and with how much *ease* it can be done. Higher is better on both.

# %% salon
salon = pd.DataFrame(
    {"prize": [9, 4, 6], "ease": [3, 9, 5]},
    index=pd.Index(["the next town", "booking at the till", "skin care"], name="idea"),
)
table(salon, "Three ideas for a salon", shop)

# %% weighted-words [markdown]
# A [**weighted score**](../glossary.ipynb#Weighted-score) is the sum of an idea's scores, each times the share that its criterion counts for. With prize and ease counting half each, the next town gets 0.5 × 9 + 0.5 × 3.

# %% weighted tags=["nbval-check-output"]
order = rank_opportunities(salon, weights={"prize": 1, "ease": 1})
table(order.values.to_frame("weighted score"), "Three ideas, both criteria counting alike", shop,
      digits=1)
finding(order, shop)

# %% firm-words [markdown]
# ## Does the order hold?
#
# Your partner may weigh the prize more than you do. So move its weight from nothing to everything, and see which line is on top.

# %% weight-chart
weight_chart(order, "prize", format=shop.format);

# %% firm-reading [markdown]
# **What this says.** The dotted line is your weight, the ring is where another idea takes over. If you and your partner both stand on the same side of the ring, you agree on what to do, whatever else you disagree on.
#
# With more criteria, the workbook tries thousands of weightings and counts how often each idea comes first. That is its [rank acceptability](../glossary.ipynb#Rank-acceptability); the lesson [Choosing how to grow](../02_intermediate/01_ansoff.ipynb) goes deeper. An order that holds in nearly all of them is **firm**. If it is **open**, find out more before you spend.

# %% ranking-words [markdown]
# ## Your five sources, ranked
#
# Five sources, each scored on five criteria. Until you have scored them, you see the sample bakery's. The first line says whose they are.

# %% criteria
print(with_scores(shop, sample="bakery").name)
table(pd.DataFrame(CRITERIA)[["name", "question", "low", "high"]].set_axis(
      ["criterion", "question", "0 means", "10 means"], axis=1), "The five criteria", shop)

# %% ranking tags=["report", "nbval-check-output"] section="Where should growth come from?"
scorer = with_scores(shop, sample="bakery")
scores = scorer.answers.get("opportunities", {})
ranking = opportunity_view(scorer, scores)
finding(ranking, scorer)

# %% ranking-chart tags=["report"]
opportunity_chart(ranking, format=scorer.format);

# %% ranking-table tags=["report"]
table(ranked_ideas(ranking, scores), "Opportunities in order", scorer, digits=1,
      percent=["first near your weights", "first over all weights"])

# %% ranking-firmness
firmness_chart(ranking.firmness, format=scorer.format);

# %% ranking-reading [markdown]
# **What this says.** Read the sentence to its end. It names the one score, and the one weight, whose change would put another source first. If you guessed that score, it is the thing to find out next.

# %% opportunity-widget-words [markdown]
# ## Try it: score your opportunities
#
# Choose a source, write in your own words what it would be in your business, and score it. Then set how much each criterion should count. Do it twice: once by yourself, once with someone who knows the business. Your scores are kept with their day, and next time you see what came first before.

# %% opportunity-widget
opportunities = OpportunityWidget(shop)
opportunities

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong. Nobody is watching, and you can try as often as you like.

# %% ex1
exercise("1.3.1")

# %% ex2
exercise("1.3.2")

# %% ex3
exercise("1.3.3")

# %% ex4
exercise("1.3.4")

# %% ex5
exercise("1.3.5")

# %% ex6-try tags=["lab-only"]
changed = salon.copy()
changed.loc["the next town", "ease"] = 3
rank_opportunities(changed, weights={"prize": 1, "ease": 1}).values

# %% ex6
exercise("1.3.6", salon=salon)

# %% ex7
exercise("1.3.7")

# %% own [markdown]
# ## Try it on your business
#
# In JupyterLab, write `business = "my-shop"` in the cell near the top that says `business = "bakery"`, and run all cells again. In the app, choose your business on the first page. [Start here](../00_start_here.ipynb) shows how to bring your tables in. Then build one goal with the first explorer, and score the five sources with the second. No table is needed for either.

# %% ex8
exercise("1.3.8")

# %% mislead [markdown]
# ## What can mislead here
#
# - **A figure that becomes a target gets bent.** Pay per call, and calls get short. Watch a second figure beside it that would suffer, such as complaints. (Charles Goodhart said it of banks in 1975.)
# - **One month is noise.** A goal can be “behind” in May and “on pace” in June without anyone doing anything. Look at the band, and at three months together.
# - **“Never seen” is not “impossible”,** and “often seen” is no promise. The past stretches overlap, so there are fewer than it looks.
# - **New and returning customers are told from your data alone.** In its first months everyone looks new.
# - **A score is a judgement in digits.** We score what we like higher on everything. Let someone else score too, without seeing yours.
# - **The five criteria are this workbook's own.** Something that matters to you may be missing. Name it before you decide, and set the weight of what does not matter to 0.
#
# ## On Monday
#
# 1. Write one goal with all five letters on a card, and put it where you make coffee.
# 2. Put the first Friday of each month in your calendar: ten minutes for three questions. Where does it stand? What must it gain? What will we do differently?
# 3. Ask one person who knows your business to score the five sources without seeing your scores.

# %% recap [markdown]
# ## Key points
#
# 1. A goal says what will be done, which figure will tell, who sees to it, why, and by which day; what fails can be mended letter by letter.
# 2. A target needs a baseline from more than one month, and a required run rate that you work out anew each month.
# 3. Growth can come from new markets, new things to sell, the customers you have, partners, or technology.
# 4. A ranking is only as firm as the weights let it be; the score that would flip it is what to find out next.
# 5. Few goals, each with a name and a day, looked at each month.
