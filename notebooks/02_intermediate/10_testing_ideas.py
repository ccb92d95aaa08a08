# ---
# growth:
#   number: '2.10'
#   title: Testing ideas
#   question: Did the promotion work?
#   subject: experiments
#   minutes:
#     reading: 35
#     exercises: 30
#     note: 'A good place to pause is before *What can fool you*.'
#   needs: [experiments]
#   report:
#     title: Tests of ideas
#     question: Did what we tried work?
#   you_need: a table of experiments, if you have run any. Without one, a sample shows how it is done,
#     and a sheet to print says what to note down from tomorrow.
#   promises:
#   - You can write a test down before it begins, with the smallest change that would pay.
#   - You know how many people a test takes, and what a short one cannot see.
#   - You can read a result with its range, and tell “not proven” from “no difference”.
#   - You know why looking every day misleads, and how to look without harm.
#   - You can spot a split gone wrong, and a winner that does not pay.
# ---

# %% parameters tags=["parameters"]
business = "shop"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import exercise, finding, table
from helpers.subjects.experiments import (
    TestPlanner, analyse_test, analyse_tests, changes_chart, peek, peek_chart, plan_chart, plan_test,
)

shop = open_business(business)

# %% by-hand-words [markdown]
# ## A test by hand
#
# A salon sends each client a text on the day before. Some still do not come. The owner has an idea: put the time into the text. Does that help?
#
# She could change the text for everyone and watch what happens. But then the weather changes too, and the school holidays come. So for two weeks she does both at once. For each client she tosses a coin. Heads gets the old text, tails the new one. Then all else is the same for both, but for chance.
#
# That is an [**A/B test**](../glossary.ipynb#A/B-test): two versions shown side by side, to people shared out by lot. Each version is a [**variant**](../glossary.ipynb#Variant), and the one that keeps things as they were is called the [**control**](../glossary.ipynb#Control). What you count is who saw it ([**exposures**](../glossary.ipynb#Exposures)) and how many of those did what you hoped ([**conversions**](../glossary.ipynb#Conversions)).

# %% by-hand
salon = pd.DataFrame({
    "experiment": "Reminder", "variant": ["as before", "with the time"], "control": [True, False],
    "exposures": [40, 40], "conversions": [27, 33],
})
table(salon[["variant", "exposures", "conversions"]], "Texts sent, and clients who came", shop)

# %% by-hand-reading [markdown]
# Count it yourself. Of 40 clients with the old text 27 came, which is 67.5%. Of 40 with the new text 33 came, which is 82.5%. That is 15 points more. It sounds like a lot.
#
# But it is only six people. Toss a coin 40 times, then 40 times more. The two counts of heads will seldom be the same. So we ask how far the true difference could lie from 15 points.

# %% salon-test tags=["nbval-check-output"]
salon_test = analyse_test(salon)
finding(salon_test, shop)

# %% salon-words [markdown]
# **What this says.** The truth may lie anywhere from a little worse to very much better. If the texts made no difference, chance would still part them this far about one time in eight. That number is called the [**p-value**](../glossary.ipynb#P-value): how often chance alone would give a difference as large as this. Below one in twenty (0.05) people speak of a clear result.
#
# The salon has not shown that the text is useless. It has asked too few people. **Not proven is not the same as no difference.**

# %% pays-words [markdown]
# ## Before you begin: what would pay?
#
# A change can work and still lose money. So first reckon the [**smallest change that matters**](../glossary.ipynb#Smallest-change-that-matters): the difference at which the change earns what it costs.
#
# > what it costs for each person ÷ what one more success leaves you
#
# Our sample shop thinks of free gift wrapping. Wrapping costs about 42p for each person who fills a basket. One more order leaves £17. So 0.42 ÷ 17, or 2.5 points, is where wrapping begins to pay. The salon's new text costs nothing, so any gain pays.
#
# ## How many people does it take?
#
# You want two things of a test. If nothing changed, it should seldom cry wolf. And if the change is as large as you hope, it should not miss it. How often it finds such a change is its [**power**](../glossary.ipynb#Power); four times in five is usual. Both together say how many people you need.
#
# Say three in ten baskets become orders today, you hope for 6 points more, and 26 people fill a basket each day.

# %% plan tags=["nbval-check-output"]
plan = plan_test(baseline=0.30, change=0.06, per_day=26, most_days=28)
finding(plan, shop)

# %% plan-chart
plan_chart(plan, format=shop.format);

# %% plan-reading [markdown]
# **What this says.** The line falls steeply. A large change shows with few people. A small one takes very many, and below some size no small business can see it. So test bold ideas, not shades of blue. And test where most people come by.
#
# Choose whole weeks. A Saturday crowd is not a Tuesday crowd.

# %% results-words [markdown]
# ## What the shop's tests say
#
# Now the tests of a whole business: yours, if you have a table of them, or else our sample's. The name is shown below.

# %% results tags=["report", "nbval-check-output"] section="Did it work?"
tried = with_tables(shop, "experiments", sample="shop")
tests = analyse_tests(tried.table("experiments"))
print(tried.name)
finding(tests, tried)

# %% results-table tags=["report"]
table(
    tests.frame.reset_index()[["experiment", "variant", "shown_before", "control_rate", "shown",
                               "rate", "lower", "upper", "conclusion"]].rename(columns={
        "shown_before": "saw it as it was", "control_rate": "as it was",
        "shown": "saw the change", "rate": "with the change", "lower": "at least more",
        "upper": "at most more", "conclusion": "what to say"}),
    "Every test", tried,
    percent=["as it was", "with the change", "at least more", "at most more"],
    people={"as it was": "saw it as it was", "with the change": "saw the change"},
)

# %% results-chart tags=["report"]
changes_chart(tests, format=tried.format);

# %% results-reading [markdown]
# **What this says.** Each line is a range. Where it stays clear of zero, chance alone would seldom do it. Where it crosses zero, nobody can say yet. A wide line means too few people.
#
# “Works” is about chance, not about money. For that, tell the test what would pay. Here is gift wrapping, which must bring 2.5 points:

# %% wrapping tags=["nbval-check-output"]
sample = open_business("shop")
wrapping = analyse_test(
    sample.table("experiments"), experiment="Free gift wrapping", smallest_that_matters=0.025)
finding(wrapping, sample)

# %% money-words [markdown]
# Even the low end of the range lies above 2.5 points. So wrap. The money tells the same: here is what each person brought. The first range draws whole days again and again; the second is a textbook formula for two averages (Welch, 1947). Where the two agree, you can trust them.

# %% money
table(
    wrapping.revenue.rename(columns={
        "per_exposure": "each person brought", "difference": "more than before",
        "lower": "at least", "upper": "at most", "welch_lower": "at least (Welch)",
        "welch_upper": "at most (Welch)"}),
    "Money for each person", sample,
    money=["each person brought", "more than before", "at least", "at most", "at least (Welch)",
           "at most (Welch)"],
)

# %% decide-words [markdown]
# ### When it is not clear at the end
#
# You must still choose. Two rules help:
#
# 1. **It costs nothing?** Take the version that is ahead, and keep counting. You lose little if it was luck.
# 2. **It costs money?** A winner mostly looks better than it is, because luck helped it win. Take some of the gain off for luck. If the rest still pays, bring it in. If not, leave it.
#
# We tried this rule on shops we made up, where we know the truth. When changes are free, it earned clearly more than stopping at the first good day. When they cost a lot, both earned much the same.

# %% fool-words [markdown]
# ## What can fool you: looking every day
#
# The shop also tried a banner that counts down. In truth it does nothing. We know, for we made the sample. But the owner looked each evening, and one evening a plain test said p < 0.05. Look where:

# %% banner tags=["nbval-check-output"]
looks = peek(sample.table("experiments"), experiment="Countdown banner")
finding(looks, sample)

# %% banner-chart
peek_chart(looks, format=sample.format);

# %% banner-reading [markdown]
# **What this says.** A plain test is made for one look, at the end. Look forty times, and chance has forty goes at fooling you. In our trials with no difference at all, more than one test in five was “clear” on some day.
#
# The band in the picture is wider. It is made for looking as often as you like (Robbins, 1970). It may be read on any day, and you may stop as soon as it leaves out what pays, above or below. That freedom has a price: you wait a little longer. Such limits are called [**always valid**](../glossary.ipynb#Always-valid).

# %% several-words [markdown]
# ## What can fool you: many versions at once
#
# Try twenty subject lines that all do nothing, and one will look clear by chance. So each version has to clear a higher bar. The shop tried three lines against the plain one:

# %% several
letters = tests.frame if "Newsletter subject line" not in tests.tests else tests.frame.loc[
    ["Newsletter subject line"]]
table(letters.reset_index()[["variant", "difference", "p_value", "adjusted_p"]].rename(columns={
    "p_value": "chance, looked at alone", "adjusted_p": "chance, as one of several",
    "difference": "more than the plain one"}), "Several versions", tried,
    percent=["more than the plain one"], digits=3)

# %% several-reading [markdown]
# **What this says.** The last column is the one to read. It raises the bar for each version you try (Holm, 1979). A true winner clears it all the same.
#
# ## What can fool you: a split gone wrong
#
# A coin gives each version about half of the people. The new product page of the shop did not get half:

# %% split tags=["nbval-check-output"]
page = analyse_test(sample.table("experiments"), experiment="New product page")
finding(page, sample)

# %% split-reading [markdown]
# **What this says.** The new page was slow. Some people left before they were counted, mostly those who would not buy. So the rest look keener. A split so far off is called a [**sample ratio mismatch**](../glossary.ipynb#Sample-ratio-mismatch): the versions got other shares of people than planned. When you see one, mend it and begin again.

# %% planner-words [markdown]
# ## Try it: the test planner
#
# Type in what you know of your own idea. What must you hope for, so that the test fits into the weeks you have?

# %% planner
TestPlanner(shop)

# %% sheet [markdown]
# ## A sheet to print
#
# No table of tests yet? Note this down from tomorrow. It fits beside the till.
#
# | Before you begin | Yours |
# |---|---|
# | The question, in one sentence | |
# | The old way (control) and the new way | |
# | What counts as a success, and who counts as asked | |
# | How it is drawn by lot: a coin, odd and even slips, every other hour by lot | |
# | The smallest change that pays: cost for each person ÷ what one success leaves | |
# | People for each way, and the last day | |
#
# | Day | Old: asked | Old: success | Old: money | New: asked | New: success | New: money |
# |---|---|---|---|---|---|---|
# | | | | | | | |
# | | | | | | | |
# | | | | | | | |
#
# When it is over, type it into `experiments.csv`: a row for each way and day, with `experiment`, `variant`, `control` (yes or no), `day`, `exposures`, `conversions` and, if you have it, `revenue`.

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong.

# %% ex1
exercise("2.10.1", salon_test=salon_test)

# %% ex2
exercise("2.10.2")

# %% ex3
exercise("2.10.3")

# %% ex4
exercise("2.10.4")

# %% ex5
exercise("2.10.5")

# %% ex6
exercise("2.10.6")

# %% own [markdown]
# ## Try it on your business
#
# In JupyterLab, write `business = "my-shop"` in the cell near the top that says `business = "shop"`, and run all cells again. In the app, choose your business on the first page.

# %% ex7
exercise("2.10.7")

# %% mislead [markdown]
# ## What can mislead here
#
# - **New things draw looks.** Regulars notice a change, and the effect wears off. Let a test run a few weeks, and compare its first half with its second.
# - **Choosing is not drawing lots.** If those who like you get the new card, the card looks good. Toss a coin.
# - **One person, two versions.** Someone who sees both tells you nothing. Keep a person with one version.
# - **The wrong success.** More clicks may bring fewer sales. Count what you live on.
# - **Christmas is not March.** A result from a busy season may not hold in a quiet one.
# - **Too many questions of one test.** Decide on one measure before you begin. The others are for the next idea.
#
# ## On Monday
#
# 1. Choose one idea that costs little to try and could change a lot.
# 2. Fill in the upper half of the sheet, and put the last day in your diary.
# 3. Toss a coin for the first customer. Then do not change anything until the last day.

# %% recap [markdown]
# ## Key points
#
# 1. Write the test down first: one question, one measure, a lot, a last day, and the smallest change that pays.
# 2. Half the change takes about four times the people, so a short test sees only bold ideas.
# 3. Read the range. If it holds zero, nothing is proven; only a narrow range around zero says “no difference”.
# 4. A plain test may be read once, at the end. To look every day, use limits made for it.
# 5. A split that is off spoils a test, and a clear winner still has to pay for itself.
