# ---
# growth:
#   number: '2.1'
#   title: 'Choosing how to grow: Ansoff'
#   question: Same customers or new, same products or new?
#   subject: strategy
#   minutes:
#     reading: 30
#     exercises: 30
#   needs: [orders or subscriptions]
#   you_need: a table of orders or of subscriptions, and your own judgement. Tables of customers
#     and products add to the picture.
#   promises:
#   - You can tell the four ways to grow apart, and which of them is the riskiest.
#   - You have seen what your own sales say about each, and how sure that is.
#   - You have a choice that follows from your judgements, and you know how firm it is.
#   - You know why two sensible people choose differently, and how to tell when it does not matter.
#   - You have a first step for next week.
# ---

# %% parameters tags=["parameters"]
business = "shop"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.charts.firmness import firmness_chart
from helpers.lessons import check, finding, table
from helpers.stats.scoring import rank_acceptability
from helpers.subjects.customers import activity
from helpers.subjects.strategy import (
    JUDGEMENTS, AnsoffWidget, ansoff, ansoff_matrix, ansoff_signals, ansoff_view,
)

shop = open_business(business)

# %% four-ways [markdown]
# ## Four ways to grow
#
# Igor Ansoff (1957) put it in one small table. You can sell what you have, or something new. You can sell to the customers you have, or to new ones.
#
# | | **Products you have** | **New products** |
# |---|---|---|
# | **Customers you have** | *Market penetration:* sell more of the same to the same kind of people | *Product development:* something new for people who know you |
# | **New customers** | *Market development:* the same things, in a new place or for a new kind of people | *Diversification:* new things for new people |
#
# [**Market penetration**](../glossary.ipynb#Market-penetration) is selling more of what you have to the kind of customers you have: a salon gets its clients to come every five weeks in place of eight. [**Market development**](../glossary.ipynb#Market-development) is selling what you have to new customers: the salon opens in the next town. [**Product development**](../glossary.ipynb#Product-development) is selling something new to the customers you have: the salon sells its own shampoo to its clients.
#
# [**Diversification**](../glossary.ipynb#Diversification) is selling something new to new customers. It comes in two kinds. It is *related* if your skills, suppliers or name still count, as when a plumber begins to fit heat pumps for builders. It is *unrelated* if they do not, as when the plumber opens a café. The further you go from what you know, the riskier it gets. Most owners should be able to say why they are *not* starting top left.

# %% signals-words [markdown]
# ## What your sales say
#
# A [**signal**](../glossary.ipynb#Signal) is a figure of your own that makes one choice look better or worse, and decides none. Yours answer five questions:
#
# - *Do customers come back?* If few do, winning them back is the nearest growth there is.
# - *How much hangs on a few customers?* If a lot does, new customers make you safer.
# - *Do they buy across your range?* If they buy only one thing, there is room to sell them more.
# - *Do you already sell beyond your home area?* Then a new market is not quite new.
# - *How many are new, and are sales rising?*
#
# Each has its interval, for a signal from few customers may be chance. What cannot be told is left out and named.

# %% signals tags=["report", "nbval-check-output"] section="What do our sales say about how to grow?"
paid = activity(orders=shop.get("orders"), subscriptions=shop.get("subscriptions"))
signals = ansoff_signals(paid, customers=shop.get("customers"), products=shop.get("products"))
finding(signals, shop)

# %% signals-table tags=["report"]
told = signals.told(shop.format.smallest_group)
table(told[["meaning", "value", "lower", "upper", "unit", "based_on"]]
      .rename(columns={"based_on": "rests on"}).reset_index(drop=True),
      "What the sales say", shop, digits=2)

# %% left-out tags=["nbval-check-output"]
signals.left_out or "every signal could be told"

# %% judgements-words [markdown]
# ## What only you know
#
# Sales cannot say whether a rival is about to open, how much money you can spare, or what customers ask for in vain. A [**judgement**](../glossary.ipynb#Judgement) is an answer that the owner gives because no table holds it. Here are the questions, each answered from 0 to 10.

# %% questions
questions = pd.DataFrame(JUDGEMENTS)
table(questions[["question", "low", "high"]].set_axis(["question", "0 means", "10 means"], axis=1),
      "The questions", shop)

# %% scoring-words [markdown]
# ## From answers to a choice, by hand
#
# A [**criterion**](../glossary.ipynb#Criterion) is one thing by which choices are compared. Each way to grow gets a score on three criteria: how *attractive* it is, how *feasible* for you, and how *low its risk*. Then the criteria are weighed and added up. Your [**risk appetite**](../glossary.ipynb#Risk-appetite) is how much you are ready to put at stake for a larger gain. How much weight low risk gets follows from it.
#
# Before we trust any such sum, try it by hand. A café compares three plans. The scores run from 0 to 1; higher is better.

# %% cafe
cafe = pd.DataFrame(
    {"attractive": [0.5, 0.9, 0.7], "low risk": [0.9, 0.2, 0.6]},
    index=pd.Index(["loyalty card", "second café", "catering"], name="plan"),
)
table(cafe, "Three plans for a café", shop, digits=1)

# %% two-people [markdown]
# With equal weights, the loyalty card gets 0.5 × 0.5 + 0.5 × 0.9. Someone who cares mostly about the prize will prefer the second café. **Two sensible people choose differently because they weigh differently**, not because one of them cannot add.
#
# So the useful question is not "which is best?" but "**for how many weightings is it best?**" We try all of them, every split of importance between the criteria, and count how often each plan comes first. The [**rank acceptability**](../glossary.ipynb#Rank-acceptability) of a choice is the share of all weightings under which it takes a certain place, such as the first (Lahdelma, Hokkanen and Salminen, 1998).

# %% cafe-firm tags=["nbval-check-output"]
firm = rank_acceptability(cafe)
finding(firm, shop)

# %% cafe-chart
firmness_chart(firm, format=shop.format);

# %% cafe-reading [markdown]
# **What this says.** Read the first part of each bar: the share of all weightings under which that plan comes first. A plan with a long first part is good for nearly everyone. A plan that never comes first can be dropped, whatever anyone thinks matters most.

# %% choice-words [markdown]
# ## Your choice, and how firm it is
#
# Now with your own business. Until you have answered the questions, every answer stands in the middle, so what you see at first is what your sales alone suggest. Once you have moved the sliders further below and run this cell again, your answers count.

# %% choice tags=["report", "summary", "nbval-check-output"] section="Which way to grow?"
choice = ansoff_view(shop, shop.answers.get("ansoff", {}))
finding(choice, shop)

# %% matrix tags=["report"]
ansoff_matrix(choice, format=shop.format);

# %% firmness tags=["report"]
firmness_chart(choice, format=shop.format);

# %% choice-reading [markdown]
# **What this says.** Three things, in this order:
#
# 1. *The choice.* The way with the highest score under your answers.
# 2. *How firm it is.* How often it stays first when the weights move, near yours and over all weightings. A [**firm choice**](../glossary.ipynb#Firm-choice) is one that does not depend on the exact weights: you can stop arguing about them.
# 3. *What would flip it.* The smallest change of one answer that would make another way come first. If that answer is one you are unsure of, find out more about it before you spend money.

# %% steps tags=["report"]
table(pd.DataFrame({"week": range(1, 5), "step": choice.next_steps}), "Next steps", shop)

# %% widget-words [markdown]
# ## Try it: your own judgements
#
# Move the sliders. The words at each end say what 0 and 10 mean. Watch not only which way comes first, but how firm it is. Your answers are kept, and a report uses them too.

# %% widget
growth = AnsoffWidget(shop)
growth

# %% exercises [markdown]
# ## Exercises
#
# Replace the three dots and run the cell.

# %% ex1-words [markdown]
# **Exercise 1 (choose).** A bakery that sells in its own town starts to deliver the same bread to restaurants in the city. Which way to grow is that?
#
# - `"a"` Market penetration
# - `"b"` Market development
# - `"c"` Product development
# - `"d"` Diversification

# %% ex1
answer = ...
check("2.1.1", answer)

# %% sol1 tags=["solution", "nbval-check-output"]
# Solution
check("2.1.1", "b")

# %% ex2-words [markdown]
# **Exercise 2 (fill in).** What does *catering* score at the café if attractiveness counts 40% and low risk 60%? Write the sum.

# %% ex2
answer = ...
check("2.1.2", answer, cafe)

# %% sol2 tags=["solution", "nbval-check-output"]
# Solution
check("2.1.2", 0.4 * 0.7 + 0.6 * 0.6, cafe)

# %% ex3-words [markdown]
# **Exercise 3 (tweak).** The café's second branch turns out to be less risky: its score for low risk rises from 0.2 to 0.5. Copy `cafe`, change that one cell, and hand in the new rank acceptability. (`changed = cafe.copy()`, then `changed.loc["second café", "low risk"] = …`)

# %% ex3
answer = ...
check("2.1.3", answer, firm)

# %% sol3 tags=["solution", "nbval-check-output"]
# Solution
changed = cafe.copy()
changed.loc["second café", "low risk"] = 0.5
check("2.1.3", rank_acceptability(changed), firm)

# %% ex4-words [markdown]
# **Exercise 4 (choose).** Two partners weigh risk very differently. Market penetration comes first in 97% of all weightings. What should they do?
#
# - `"a"` Argue until they agree on the weights
# - `"b"` Stop arguing: it comes first either way
# - `"c"` Take the average of their two favourites

# %% ex4
answer = ...
check("2.1.4", answer)

# %% sol4 tags=["solution", "nbval-check-output"]
# Solution
check("2.1.4", "b")

# %% ex5-words [markdown]
# **Exercise 5 (tweak).** Someone who would put a lot at stake looks at the same business. Work out the choice with `ansoff(signals, {}, risk_appetite=10)` and hand in how often its choice comes first over *all* weightings: `.acceptability.loc[…, 1]`, with the name of the choice in place of the dots.

# %% ex5
answer = ...
check("2.1.5", answer, signals)

# %% sol5 tags=["solution", "nbval-check-output"]
# Solution
bold = ansoff(signals, {}, risk_appetite=10)
check("2.1.5", bold.acceptability.loc[bold.choice, 1], signals)

# %% ex6-words [markdown]
# **Exercise 6 (choose).** Your choice would flip if “How ready are you to sell to them?” went from 5 to 6. You guessed the 5. What now?
#
# - `"a"` Ignore it; the choice is made
# - `"b"` Find out about that one question before spending money
# - `"c"` Change the answer until you like the result

# %% ex6
answer = ...
check("2.1.6", answer)

# %% sol6 tags=["solution", "nbval-check-output"]
# Solution
check("2.1.6", "b")

# %% own [markdown]
# ## Try it on your business
#
# The one line to change is in the second cell: `business = "my-shop"`. Then answer the questions with the sliders, better with someone who knows the business as well as you do. Do it apart from each other first, and compare.

# %% ex7-words [markdown]
# **Exercise 7 (your own data).** Write the name of your own business's folder, and read what your sales and your answers say. No data yet? Leave the dots.

# %% ex7
answer = ...
check("2.1.7", answer)

# %% mislead [markdown]
# ## What can mislead here
#
# - **A score is not a forecast.** It puts your judgements in order. If they are wrong, so is the order.
# - **Signals describe the customers you know.** Guests, and people who never came, are not in your data. At a shop with a card, the card holders are your regulars, not your public.
# - **The weights behind the scores are ours.** They are plain and the same for everyone, and they stand in one file: `helpers/analysis/ansoff_mapping.py`. Argue with them.
# - **You can do more than one.** But one at a time is how small firms finish things.
#
# ## On Monday
#
# Take the first of the next steps above and put it in your calendar, with a name and a day. Then ask two customers one question: *what did you look for here and not find?*

# %% recap [markdown]
# ## Key points
#
# 1. Same or new products, for same or new customers: four ways, and the risk grows with what is new.
# 2. Your sales give signals with intervals; they inform the choice and do not make it.
# 3. A choice follows from judgements and weights; its firmness says how far it depends on them.
# 4. People choose differently because they weigh differently. Where one way comes first under nearly all weightings, the difference does not matter.
# 5. The smallest change that flips the choice is what to find out next.
