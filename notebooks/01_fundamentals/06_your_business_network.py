# ---
# growth:
#   number: '1.6'
#   title: Your business network
#   question: Who do we depend on, who could open doors?
#   subject: network
#   minutes:
#     reading: 25
#     exercises: 30
#     note: If you write your own list, add 20 minutes.
#   needs: [network or orders or subscriptions]
#   you_need: a list of the firms around you (a table `network`), or a table of orders or subscriptions.
#     No list yet? You learn here how to write one. Until then a sample stands in, and is named.
#   promises:
#   - You can tell the four networks around a firm apart, and say what you want of each.
#   - You can write down your own network in 20 minutes, and have it drawn as a map.
#   - You can name the key nodes, who could open doors, and what is missing.
#   - You can say how much hangs on a few customers or suppliers, and what such a number is worth.
#   - You know what is at stake in money and months if somebody goes.
#   - You know whom you will help first, and how.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import exercise, finding, table
from helpers.subjects.network import (
    NetworkWidget, concentration, concentration_chart, dependency, network_chart, network_map,
    network_view, reliance_view, stake_chart,
)

shop = open_business(business)

# %% four-words [markdown]
# ## Four networks around every firm
#
# No firm stands alone. A [**business network**](../glossary.ipynb#Business-network) is all the organisations that a firm deals with, and the relations between them. It has four parts, and each gives you something else.
#
# | Network | Who is in it | What it gives you | A goal you could set |
# |---|---|---|---|
# | **Customers** | firms that buy from you | money, and word of mouth | no customer above a fifth of our sales |
# | **Suppliers** | firms you buy from | goods, credit, early news | a second source for what we cannot do without |
# | **Partners** | firms that send you work, or share it | leads, skills, a fuller offer | two firms that name us first |
# | **Industry** | trade bodies, councils, colleges | rules, training, a way to strangers | a seat at the table of the trade body |
#
# A salon's partners are the bridal shop and the photographer. A builder's are the architect and the electrician. Often no money changes hands between partners. They are worth having all the same.
#
# People who buy for themselves do not belong on this list. They are your [community](07_your_community.ipynb), and their names are nobody else's affair. **List organisations only.**

# %% list-words [markdown]
# ## Your list in 20 minutes
#
# Take a sheet of paper. Write one line for each relation: who, with whom, of what kind, how strong, and how much money passes in a year. Here is the list of a small garage. Read it before you go on.

# %% garage
garage = pd.DataFrame(
    [("Our garage", "City Taxis", "customer", 0.9, 42_000),
     ("Our garage", "Parcel Riders", "customer", 0.6, 18_000),
     ("Our garage", "Hill School", "customer", 0.3, 6_000),
     ("Our garage", "Axle Parts", "supplier", 0.8, 30_000),
     ("Our garage", "Dent and Paint", "partner", 0.6, None),
     ("Dent and Paint", "Drive-On Insurance", "partner", 0.8, None),
     ("Drive-On Insurance", "Fleet Leasing", "customer", 0.7, None),
     ("Axle Parts", "Brake Works", "supplier", 0.5, None)],
    columns=["source", "target", "relation", "strength", "revenue"],
)
table(garage, "A garage's list", shop, money=["revenue"], digits=1)

# %% list-reading [markdown]
# Five rules are enough:
#
# - **Who.** Put your own firm in the first column, and the other one in the second. Where two *others* deal with each other, and you know it, add a line for them. Those lines show you doors.
# - **What kind.** Use these words: `customer`, `supplier`, `partner`, `association`. Others, such as `landlord` or `bank`, are fine too.
# - **How strong.** From 0 to 1, by feel. 0.2: we have met. 0.5: we talk each month. 0.8: we talk each week. 1: hardly a day without.
# - **How much.** The money of one year. What a customer brings in, what a supplier is paid. No money, or not known? Leave it empty.
# - **Not perfect.** Fifteen lines from memory beat a full list that you never write.
#
# Now the computer can draw it.

# %% garage-map tags=["nbval-check-output"]
drawn = network_map(garage, us="Our garage")
finding(drawn, shop)

# %% garage-chart
network_chart(drawn, format=shop.format);

# %% garage-reading [markdown]
# **What this says.** The star is the firm itself. Shape and colour tell the kind. The thicker a line, the stronger the relation. Whoever stands farther out is more steps away: you need somebody to introduce you.
#
# Some names are ringed, and some stand behind others. Why, comes next.

# %% map-words [markdown]
# ## The map of a whole business
#
# A [**key node**](../glossary.ipynb#Key-node) is an organisation in your network that many are linked with, that is the only way to somebody, or that a large part of your money depends on.
#
# The three are not the same. A wholesaler may take a third of what you spend, and yet be easy to replace. A trade body may cost you hardly anything, and be the only way to half of the town.
#
# The next cell draws the network of the business you opened. If it has none yet, a sample stands in. The first line says whose it is.

# %% map tags=["report", "needs-network", "nbval-check-output"] section="Who is in the network, and who matters most?"
mapped = with_tables(shop, "network", sample="bakery")
answered = network_view(mapped, mapped.answers.get("network", {}))
around = answered.map
print(mapped.name)
finding(around, mapped)

# %% map-chart tags=["report", "needs-network"]
network_chart(around, format=mapped.format);

# %% key-table tags=["report", "needs-network"]
table(around.key_nodes[["kind", "why"]].rename_axis("organisation"), "Key nodes, and why", mapped)

# %% doors-words [markdown]
# ## Who could open doors?
#
# Jobs, orders and news often come through people we know only a little, since our close friends know what we know already (Granovetter, 1973). A trade body, or a partner's partner, reaches where you do not.
#
# So look at those whom you do *not* deal with yet, and at who could introduce you. `doors` counts how many more they know. One with many doors is worth a coffee. An empty table means that the list has no lines between others yet.

# %% doors
table(around.introductions.rename_axis("you do not know").rename(
    columns={"through": "ask first", "steps": "steps away"}),
    "Who could introduce you, and to whom", mapped)

# %% gaps-words [markdown]
# And what is missing? A kind with nobody in it, or with one only, is a gap. `with us` counts those that deal with you directly.

# %% gaps
table(around.kinds[["organisations", "with_us", "gap"]].rename(columns={"with_us": "with us"}),
      "What is there, and what is missing", mapped)

# %% few-words [markdown]
# ## In how few hands is our money?
#
# [**Concentration**](../glossary.ipynb#Concentration) is how much of the money is in the hands of a few customers or a few suppliers.
#
# The plainest measure is a share: *our largest customer brings so many per cent*. Companies listed on a stock exchange in the United States must tell of every customer that brings a tenth of sales or more (ASC 280). It is a fair line for you too: know those names by heart.
#
# A share of the largest says nothing of the second and the third. For this there is one number. The [**HHI**](../glossary.ipynb#HHI), or Herfindahl–Hirschman index, is the sum of the squares of all shares in per cent, so that it runs from near 0 (many small ones) to 10,000 (a single one).
#
# Work it out for the garage. Three firms bring it money. Look at their shares first.

# %% garage-shares
buyers = concentration(garage, us="Our garage")
table(buyers.shares.rename_axis("customer").to_frame("share"), "Who brings the garage its money",
      shop, percent=["share"])

# %% garage-hhi tags=["nbval-check-output"]
finding(buyers, shop)

# %% hhi-words [markdown]
# Squaring makes the large ones count. The last part of the sentence turns the index into something you can picture: *as if it were so many customers of equal size*.
#
# **How high is too high?** You will find two marks in books, at 1,000 and at 1,800. They come from the competition authorities of the United States. Their Merger Guidelines of 2023 call a *market* above 1,800 highly concentrated, and the Department of Justice calls one above 1,000 moderately so. They were made to judge whether two rivals may merge. **They were not made for one firm's customers or suppliers.** Nobody has shown that a firm above 1,800 fails more often. Use the index to compare: with last year, or customers with suppliers.

# %% few-own [markdown]
# The next cell does the same for your business. It looks at three things, as far as your tables tell: customers by their orders or fees, customers on the map, and suppliers on the map. It never uses a sample.

# %% few tags=["report", "summary", "nbval-check-output"] section="How much hangs on a few customers or suppliers?"
few = reliance_view(shop)
finding(few, shop)

# %% few-chart tags=["report"]
concentration_chart(few.parts, format=shop.format);

# %% few-reading [markdown]
# **What this says.** Long bars at the top mean that one name decides much. The dotted marks belong to markets, as said above.
#
# Customers *by sales* are those who left a name or a code; guests are not counted. The thin line is the [interval](../02_intermediate/05_cohorts_and_churn.ipynb): chance alone makes sales look more uneven than they are, so it reaches further down than up.
#
# Customers *on the map* are shares of all revenue where your books or sales cover a year. With less than a year, they are shares of what those on the map bring. Then the bars are longer than the truth.

# %% left-out tags=["nbval-check-output"]
few.left_out or "all that could be told is told"

# %% whatif-words [markdown]
# ## What if one of them goes?
#
# A share does not say how bad it would be. That takes three more steps:
#
# 1. **How much could you replace within a year?** If another firm would gladly take the place, little is at stake.
# 2. **What does the money leave?** If a customer goes, so do the goods you would have bought for them. What is lost is the [gross margin](../glossary.ipynb#Gross-margin).
# 3. **How long would the cash last?** That is the [runway](../glossary.ipynb#Runway). Rent and wages go on.
#
# Losing a *supplier* is worse than it looks. If you buy flour for 10 and sell the bread for 25, then no flour means that the 25 are lost, until you find another mill.
#
# Take the garage. City Taxis goes. A fifth of its work can be replaced. Of 100 of sales, 40 are left after parts. The garage has 9,000 in the bank, and a month adds 200.

# %% garage-whatif tags=["nbval-check-output"]
no_taxis = dependency(
    garage, ["City Taxis"], us="Our garage", replaceable=0.2,
    margin_rate=0.4, cash=9_000, monthly_surplus=200,
)
finding(no_taxis, shop)

# %% garage-stake
stake_chart(no_taxis, format=shop.format);

# %% whatif-own [markdown]
# Now for the whole business. Until you have chosen somebody further below, it asks about the customer who brings the most. Margin and cash are read from the books where there are any.

# %% whatif tags=["report", "needs-network", "nbval-check-output"] section="What if one of them goes?"
print(mapped.name)
finding(answered, mapped)

# %% whatif-reading [markdown]
# **What this says.** It is an answer to "what if", not a forecast. It says nothing of how *likely* it is that they go. If the sum frightens you, do not wait: a second source costs least while you do not need it.

# %% give-words [markdown]
# ## Give first
#
# How do you win somebody whom you need, when they do not need you? Ask for nothing yet. **Give first**: something that costs you little and helps them much. People tend to return what they are given (Gouldner, 1960), though not always, not at once, and often through somebody else. So do not keep a bill. Stop only where it is all one way for long.
#
# | It costs you | You give | For example |
# |---|---|---|
# | a minute | thanks, in public | a plumber names the electrician who found the leak |
# | five minutes | an introduction | a salon tells the bridal shop of a good photographer |
# | an hour | what you know | a café shows the school kitchen how it cut its waste |
# | a morning | a hand | a garage checks the food bank's van |
# | a favour | your name | a maker writes an honest review of a supplier |
#
# Give to *key nodes* and to *doors* first. One rule: never pass on what a customer or a rival has told you in trust.

# %% goals-words [markdown]
# ## Goals for your network
#
# A goal for a network says *what for*, *how much*, and *by when*. "Network more" is none of these. Two numbers can be counted from your map: the share of your largest customer, and how many organisations you work with. The rest is a sentence in your own words.
#
# ## Try it: your network
#
# Choose what to look at and who goes. Move the slider: how much of it could you replace? Then write down your goals. Your answers are kept with their day. Next time you see what you wanted then.

# %% widget
network = NetworkWidget(mapped)
network

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong. Nobody is watching, and you can try as often as you like.

# %% ex1
exercise("1.6.1")

# %% ex2-try tags=["lab-only"]
longer = garage.copy()
longer.loc[len(longer)] = ["Axle Parts", "Quick Parts", "supplier", 0.4, 5_000]
finding(network_map(longer, us="Our garage"), shop)

# %% ex2
exercise("1.6.2")

# %% ex3
exercise("1.6.3")

# %% ex4
exercise("1.6.4")

# %% ex5
exercise("1.6.5")

# %% ex6
exercise("1.6.6")

# %% ex7-try tags=["lab-only"]
two_more = dependency(
    garage, ["City Taxis"], us="Our garage", replaceable=0.2,
    margin_rate=0.4, cash=9_000, monthly_surplus=200,
)
finding(two_more, shop)

# %% ex7
exercise("1.6.7", garage=garage)

# %% ex8
exercise("1.6.8")

# %% own [markdown]
# ## Try it on your business
#
# Your folder may hold an empty table already: `growth new my-shop` puts a `network.csv` and an `organisations.csv` there. Open `network.csv` in your spreadsheet. Write your lines under the headings, as the garage did, and save it as CSV. Call your own firm by the name that stands in `business.yaml`, so that the map knows where the middle is.
#
# ```
# source,target,relation,strength,since,revenue
# My garage,City Taxis,customer,0.9,2021-04-01,42000
# My garage,Axle Parts,supplier,0.8,2018-01-01,30000
# ```
#
# That is all. Later you can fill in `organisations.csv`, with a line for each firm: `id` (the name as in your list), `kind`, `sector` and `region`. There you can add firms that you would *like* to know. They appear on the map without a line.
#
# Where to look for names: the ten largest customers in your accounts, the ten largest bills, the last ten people who sent you work, and the letters from your trade body. Then, in a terminal, `growth check my-shop` says whether all is well. In JupyterLab, write `business = "my-shop"` in the cell near the top that says `business = "bakery"`, and run all cells again. In the app, choose your business on the first page; [Start here](../00_start_here.ipynb) shows how to bring your tables in. The [data dictionary](../../data/README.md) says what each column means.
#
# **On your own, or new?** Then five lines are a network. Note them today, with the day they began. In a year you will see what has grown.

# %% ex9
exercise("1.6.9")

# %% mislead [markdown]
# ## What can mislead here
#
# - **A map shows what you wrote down.** Whoever you forgot is not on it. Ask the person who answers your phone to add three names.
# - **Strength is a feeling.** Two partners rate the same firm differently. Agree on what 0.5 means before you compare.
# - **One customer can stand under several names.** A landlord who orders for ten flats may look like ten customers in your sales, and is one on the map. Then believe the map.
# - **Little money is not little weight.** The firm that fixes your oven takes hardly any of it.
# - **A spread network is not always better.** Ten suppliers mean ten small discounts, and ten bills. Spread what would stop you; keep the rest simple.
# - **The marks at 1,000 and 1,800 are for markets.** See above.
#
# ## On Monday
#
# 1. Write fifteen lines of your network, from memory, with a timer set to 20 minutes.
# 2. Ring the one name that would hurt most. Ask one other firm what it would charge for the same.
# 3. Pick one door, and give first: an introduction, thanks, or a hint.

# %% recap [markdown]
# ## Key points
#
# 1. A firm has four networks: customers, suppliers, partners and its industry. Each deserves a goal of its own.
# 2. One line for each relation is enough for a map: who, with whom, what kind, how strong, how much money.
# 3. Key nodes are well linked, the only way to somebody, or hold much of your money. Those farther out are reached through somebody; a kind with one or none is a gap.
# 4. The share of the largest and the HHI tell how few hands the money is in. The usual marks are for markets, not for you.
# 5. What is at stake is what cannot be replaced: first its margin, then the months that your cash lasts.
# 6. Give first, to key nodes and to those who open doors, and ask for nothing.
