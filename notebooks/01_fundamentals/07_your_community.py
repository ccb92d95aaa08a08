# ---
# growth:
#   number: '1.7'
#   title: Your community
#   question: Who would miss us, and what do we give them?
#   subject: community
#   minutes:
#     reading: 35
#     exercises: 30
#     note: 'A good place to pause is before *Members look better: a trap*.'
#   needs: []
#   you_need: your own judgement. A diary of what members do (the table `community`) and a table
#     of orders add to the picture. Where yours are lacking, a sample stands in and is named.
#   promises:
#   - You can tell a community from an audience.
#   - You have rated how you treat yours, beside last time, and know what to work on first.
#   - You can keep a diary in five minutes a week, and read from it how large and how alive your
#     community is.
#   - You can say what share of your members bring others, and whom to team up with.
#   - You know why members look like better customers, and what a fairer comparison can and cannot
#     mend.
#   - You have a plan for the next quarter that fits the hours you have.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import exercise, finding, table
from helpers.subjects.community import (
    ACTIVITIES, QUALITIES, STATEMENTS, CommunityPlanWidget, CommunityReviewWidget, activity_plan,
    activity_plan_chart, community_chart, community_plan_view, community_size, community_view,
    matching_trial, members_against_others, members_chart, referral_share, self_review,
    self_review_chart, with_review,
)

shop = open_business(business)

# %% what-words [markdown]
# ## A community is not an audience
#
# Picture two garages. The first has a page with a thousand followers. It posts an offer every Friday, and nobody writes back. The second has forty customers who know the two mechanics by name. They ask before they buy a used car. They send their neighbours. In spring the garage shows them how to check brakes, over coffee.
#
# If the first page closed tonight, who would notice? An audience listens, or scrolls on. A [**community**](../glossary.ipynb#Community) is a group of people who know you or one another, who give as well as take, and who would miss it if it ended.
#
# So a community is made of *relationships*. Sending messages out, to everyone alike, is *broadcast*. Broadcast is not wrong. But it does not make anyone answer, and it does not make anyone miss you.
#
# You have more of a community than you may think: the regulars of a café, the parents of a swimming school, the builders who send work to a plumber and get work sent back.

# %% qualities-words [markdown]
# ## Five things that people notice
#
# What turns strangers into people who would miss you? We look at five qualities. Each asks one plain question.

# %% qualities
table(pd.Series(QUALITIES, name="what it asks").rename_axis("quality").to_frame(),
      "Five qualities of those who build a community", shop)

# %% statements-words [markdown]
# "Are you authentic?" is a question that everyone answers with yes. So we do not ask it. We ask whether plain statements are true, and you rate each from 1 (*no*) to 5 (*yes, and I can name the last time*). If you cannot name the last time, it is not a 5.

# %% statements
table(pd.DataFrame(STATEMENTS)[["quality", "text"]].rename(columns={"text": "statement"}).head(9),
      "The first nine of the fifteen statements", shop)

# %% garage-words [markdown]
# Here is how the second garage rated itself on *consistency*, in spring and again in autumn. The score of a quality is the plain [mean](../glossary.ipynb#Mean) of its ratings. Work it out for autumn before you run the cell.

# %% garage tags=["nbval-check-output"]
spring = {"keeps_a_fixed_time": 1, "keeps_its_word": 3, "has_an_owner": 2, "date": "2025-04-30"}
autumn = {"keeps_a_fixed_time": 4, "keeps_its_word": 3, "has_an_owner": 2, "date": "2025-10-31"}
garage = self_review(autumn, previous=spring)
finding(garage, shop)

# %% garage-reading [markdown]
# **What this says.** Consistency rose, since something now comes at a fixed time: the coffee in the yard. The five scores are never added up to one. A hundred posts do not make up for a letter without an answer.

# %% review-words [markdown]
# ## Your own self-review
#
# The next cell takes the ratings of the business you opened. If it has none yet, it shows those of a sample's owner, and names it. Rate with the controls further down, and run it again. The day is kept with your answers. When you come back in half a year, you see what moved.

# %% review tags=["report", "nbval-check-output"] section="How do we treat our community?"
rater = with_review(shop, sample="bakery")
print(rater.name)
review = community_view(rater, rater.answers.get("community", {}))
finding(review, rater)

# %% review-chart tags=["report"]
self_review_chart(review, format=rater.format);

# %% review-reading [markdown]
# **What this says.** Look at the lowest dot first. It is the cheapest place to get better, for you know that you do little there. Then look at how far each dot has come from its diamond. The next cell gives a first step for the lowest one.

# %% first-step tags=["nbval-check-output"]
review.first_step

# %% review-widget-words [markdown]
# ## Try it: rate yourself
#
# Fifteen statements take about ten minutes. Be as strict as a friend would be. A statement that you do not understand yet can stay open: the chart shows how much that leaves unsure.

# %% review-widget
reviewing = CommunityReviewWidget(shop)
reviewing

# %% diary-words [markdown]
# ## A diary in five minutes a week
#
# Ratings are what *you* think. What members *do* can be written down. An [**activity diary**](../glossary.ipynb#Activity-diary) is a list with one line for each thing that one member did on one day. You need a spreadsheet with four headings, and five minutes on a Friday:
#
# | heading | what goes under it |
# |---|---|
# | `member_id` | a code for the person, the same as `customer_id` in your orders |
# | `date` | the day |
# | `activity` | a word for it: `event`, `workshop`, `post`, `reply`, `referral`, … |
# | `weight` | how much it counts, if some things count more; leave it empty and each counts 1 |
#
# Write a [pseudonym](../glossary.ipynb#Pseudonym) and not a name, and keep the list of who is who in another place. Save the sheet as `community.csv` in your business's folder. Write down what *they* did for you or for one another. What *you* sent out does not belong here.
#
# Below is such a diary, kept by a plumber who works alone.

# %% notes
notes = pd.DataFrame(
    [("M01", "2025-05-06", "referral"), ("M02", "2025-05-20", "reply"),
     ("M01", "2025-06-03", "event"), ("M03", "2025-06-03", "event"),
     ("M04", "2025-06-17", "post"), ("M03", "2025-07-15", "reply"),
     ("M03", "2025-08-05", "referral")],
    columns=["member_id", "date", "activity"],
)
table(notes, "A plumber's diary", shop)

# %% counting-words [markdown]
# Who is a member? Not who once signed a list. We count whoever did something in the month *or the two months before*. So a member who stays silent for three months is no longer counted, and comes back on the day they do something again.
#
# Go through May, June, July and August with a finger on the diary. Who counts in August? Then run the cell.

# %% counting
small = community_size(notes, as_of="2025-08-31")
table(small.frame[["size", "active", "new", "back", "lapsed"]], "The plumber's community", shop)

# %% counting-reading [markdown]
# **What this says.** *Size* is who counts as a member. *Active* is who did something in that very month. *New* came for the first time, *back* after a pause, and *lapsed* is who has just been silent for three months. In the first two months the size can only grow, since the diary has only begun. Do not be proud of that.

# %% size-words [markdown]
# ## How large, how alive?
#
# Now the same for a whole diary. The cell names whose it is.

# %% size tags=["report", "summary", "needs-community", "nbval-check-output"] section="How large is our community, and how alive?"
circle = with_tables(shop, "community", sample="bakery")
print(circle.name)
size = community_size(circle.table("community"))
finding(size, circle)

# %% size-chart tags=["report", "needs-community"]
community_chart(size, format=circle.format);

# %% size-reading [markdown]
# **What this says.** Look at the gap between the two lines. Members who are not active are still counted, but they are on their way out. If the lower line falls while the upper one holds, ask the quiet ones now. In three months they will be gone from both.

# %% referral-words [markdown]
# ## Who brings others
#
# A [**referral**](../glossary.ipynb#Referral) is a new customer whom somebody sent who knows you already. It is the strongest sign that you would be missed: people lend you their good name.
#
# The referral share asks: of the members who were active in the last year, how many brought somebody? With few members this is a rough number, so it comes with its likely range. Under ten members it is not worked out at all. Where orders are known, the finding also sets the referrals beside all new customers.

# %% referrals tags=["report", "needs-community", "nbval-check-output"] section="How many of them bring others?"
brought = referral_share(circle.table("community"), circle.get("orders"))
finding(brought, circle)

# %% partners-words [markdown]
# ## Local partnerships
#
# Referrals also come from businesses. The best partner has *the same customers as you and another trade*. A florist and a wedding cake maker. A vet and a dog school. A bicycle shop and a café on the cycle path. A plumber and a tiler. A club, a school or a library counts too.
#
# Three rules make it last:
#
# - **Give first.** Send them one customer before you ask for anything.
# - **Make it small and fixed.** One shared open evening a quarter beats a grand plan.
# - **Write both sides down.** How many did they send, and how many did you? If it goes one way for half a year, talk about it. Nobody needs to keep score to the last one.
#
# [Your business network](06_your_business_network.ipynb) has the map of organisations around you. Look there for who could be next.

# %% trap-words [markdown]
# ## Members look better: a trap
#
# Sooner or later somebody says: "Our members spend so much more than others. The community pays!" Before you believe it, look at a salon. Ten clients; half of them joined its club in July. The table shows what each spent in the quarter before, and in the quarter after.

# %% salon
salon = pd.DataFrame({
    "comes": ["often"] * 6 + ["now and then"] * 4,
    "who": ["member"] * 4 + ["other"] * 2 + ["member"] + ["other"] * 3,
    "before": [90] * 6 + [30] * 4,
    "after": [90] * 6 + [30] * 4,
})
table(salon, "Ten clients of a salon", shop, money=["before", "after"])

# %% salon-look [markdown]
# Read line by line: not one client spent a penny more or less than before. **The club does nothing.** Now see what a plain comparison says.

# %% salon-plain
table(salon.groupby("who")[["before", "after"]].mean(), "A plain comparison: mean spending", shop,
      money=["before", "after"])

# %% self-selection-words [markdown]
# Members spend far more than others. But look at *before*: they did so already. Those who come often were readier to join. That is all.
#
# [**Self-selection**](../glossary.ipynb#Self-selection) means that people choose for themselves whether to join a group, so that its members differ from others before the group has done anything.
#
# It is everywhere. People who buy running shoes are fitter. Firms that join a trade body are larger. Clients with a loyalty card come more often. In each case the joining may have done nothing.
#
# So compare those who were alike. Take the clients who came often, and set members beside others. Then those who came now and then.

# %% salon-matched
table(salon.groupby(["comes", "who"])["after"].mean().unstack("who"),
      "A fairer comparison: spending after, among those alike before", shop,
      money=["member", "other"])

# %% matching-words [markdown]
# Within each line the two are the same, and the whole difference is gone. A [**matched comparison**](../glossary.ipynb#Matched-comparison) sets each person in a group beside others who were alike before they joined, and compares what came after.

# %% trial-words [markdown]
# ## How far can we trust matching?
#
# In real life nobody tells us the truth, so we cannot see how well matching works. But we can make up clubs where we *know* that joining does nothing. In each of these, the keen join more readily, as at the salon. We hand their orders to both comparisons.

# %% trial tags=["nbval-check-output"]
trial = matching_trial(clubs=20)
finding(trial, shop)

# %% trial-reading [markdown]
# **What this says.** The truth is zero, and the plain comparison is far off. Matching takes away most of the error, and not all of it: in our trials with many clubs, about a fifth stayed. Two people can spend the same for three months and still not be equally keen. So read a matched difference as *somewhat too high*, too.

# %% members-words [markdown]
# ## Members beside others, with care
#
# Here are both comparisons for a whole business. A member is whoever stands in the diary. They joined on the first day they stand there. For the matched one, each member is set beside five others who had bought as much until that day. That takes some history: 20 members who had bought from you for three months before joining. Where they are not there, only the plain one is given, and the chart says so. You have no diary, but a column `member` in your table of customers? Then [Cohorts and churn](../02_intermediate/05_cohorts_and_churn.ipynb) compares members with others by that.

# %% members tags=["report", "needs-orders", "needs-community", "nbval-check-output"] section="Do members spend more, and is it because they joined?"
club = with_tables(shop, "orders", "community", sample="bakery")
print(club.name)
compared = members_against_others(club.table("orders"), community=club.table("community"))
finding(compared, club)

# %% members-chart
members_chart(compared, format=club.format);

# %% members-reading [markdown]
# **What this says.** The upper bar mixes two things: what members *are*, and what joining *did*. The lower bar is nearer to what joining did. If it crosses zero, your data cannot tell that joining does anything. That is no reason to close the community. It may be worth it for referrals, for advice, or because you like it. It only means: do not pay for it with sales that you have not seen.
#
# To know for sure, you would have to draw lots: invite half of those who could join, and wait with the other half.

# %% plan-words [markdown]
# ## A plan that fits your hours
#
# Most communities do not fail because of a bad idea. They fail in week six, when the owner has no time. So plan with hours. Here are things you can do, and what they usually take, with all that goes before and after.

# %% activities
table(pd.DataFrame(ACTIVITIES)[["name", "text", "quality", "hours"]]
      .rename(columns={"text": "what it is", "quality": "shows most", "hours": "hours each"}),
      "Things to do for a community", shop, digits=2)

# %% garage-plan-words [markdown]
# The garage has one hour a week. It wants to answer every message and review, each week. It wants an open door once a quarter. Does that fit? A quarter has 13 weeks.

# %% garage-plan tags=["nbval-check-output"]
first_plan = activity_plan(
    {"replies": ("every week", 0.5), "open_door": ("once a quarter", 3)}, hours_a_week=1,
)
finding(first_plan, shop)

# %% garage-plan-chart
activity_plan_chart(first_plan, format=shop.format);

# %% garage-plan-reading [markdown]
# **What this says.** Three things. *Does it fit in all?* Hours in the quarter against hours there are. *Does it fit each week?* The big day does not, so the garage has to begin earlier or ask for help. *Can people answer?* If most of your hours go into posts, you are building an audience.

# %% own-plan-words [markdown]
# And this is the plan of the business you opened. If it has none yet, it says so.

# %% own-plan tags=["nbval-check-output"]
plan = community_plan_view(shop.answers.get("community_plan", {}))
finding(plan, shop)

# %% plan-widget-words [markdown]
# ## Try it: plan a quarter
#
# Choose few things, and the smallest first: what comes every week counts for more than what is large. Each activity has two fields: how often, and how long it takes each time. Last, say how many hours a week you have. Take the number from a bad week.

# %% plan-widget
planning = CommunityPlanWidget(shop)
planning

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong. Nobody is watching, and you can try as often as you like.

# %% ex1
exercise("1.7.1")

# %% ex2
exercise("1.7.2")

# %% ex3-try tags=["lab-only"]
table(community_size(notes, quiet_months=3, as_of="2025-08-31").frame[["size"]],
      "The plumber's community, by another rule", shop)

# %% ex3
exercise("1.7.3", notes=notes, as_of="2025-08-31")

# %% ex4
exercise("1.7.4")

# %% ex5
exercise("1.7.5")

# %% ex6
exercise("1.7.6", salon=salon)

# %% ex7
exercise("1.7.7")

# %% ex8-try tags=["lab-only"]
finding(activity_plan({"replies": ("every week", 0.5), "open_door": ("once a quarter", 3)},
                      hours_a_week=1), shop)

# %% ex8
exercise("1.7.8")

# %% own [markdown]
# ## Try it on your business
#
# In JupyterLab, write `business = "my-shop"` in the cell near the top that says `business = "bakery"`, and run all cells again. In the app, choose your business on the first page. [Start here](../00_start_here.ipynb) shows how to bring your data in. Then rate the statements, and plan a quarter. You need no table for either. If somebody works with you, rate apart from each other first, and talk about the statements on which you differ most.
#
# You work alone and know your customers by name? Then your community is small, and that is fine. Ratings and plan hold for one person too. Start the diary on Friday. After one whole month it shows a size; after ten members, a referral share.

# %% ex9
exercise("1.7.9")

# %% mislead [markdown]
# ## What can mislead here
#
# - **Followers are not members.** A count of those who once clicked says nothing about who would miss you.
# - **The silent are not seen.** Some people read everything, love it, and never write. The diary does not know them.
# - **What is not written down did not happen.** If the diary was neglected in August, the community seems to shrink in August. Note holidays and pauses.
# - **Your ratings are your own.** People are kind to themselves. Ask two members to rate you too.
# - **Members choose to join.** A plain difference flatters every club. Matching mends most of it and not all, since it sees only what people bought before. It does not see what made somebody join that day, such as a new home around the corner.
# - **Rewards change what you count.** Pay ten pounds for each referral and you will get referrals. Whether they stay is another question; [Cohorts and churn](../02_intermediate/05_cohorts_and_churn.ipynb) shows how to look.
#
# ## On Monday
#
# 1. Thank one person by name who sent you somebody. Ask for nothing.
# 2. Open a spreadsheet with the four headings of the diary. Write down what you remember of last week. Put five minutes into your calendar, every Friday.
# 3. Do the first step for your lowest quality: `review.first_step` above.

# %% recap [markdown]
# ## Key points
#
# 1. A community gives as well as takes, and would miss you. An audience only listens.
# 2. Five qualities, in plain statements, rated with the date: work on the lowest one first, and look again in half a year.
# 3. One line for each thing a member did on a day is enough to see size and life. Three silent months, and a member no longer counts.
# 4. The referral share is how many members bring others. Good partners have your customers and another trade.
# 5. Members chose to join, so they differ from the start. Compare with those who were alike before, and still expect to be somewhat flattered.
# 6. Plan with the hours of a bad week. What is small and comes every week beats what is large and does not.
