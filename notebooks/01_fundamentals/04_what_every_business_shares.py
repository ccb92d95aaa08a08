# ---
# growth:
#   number: '1.4'
#   title: What every business shares
#   question: Which basics do we run well, and where may we be different?
#   subject: strategy
#   minutes:
#     reading: 35
#     exercises: 30
#     note: A good place to pause is before *Did it go as planned?*
#   needs: []
#   you_need: your own judgement, and ten quiet minutes for it. A table of finances and a table
#     of your budget make the second half your own. Where yours are lacking, a sample stands in
#     and is named.
#   promises:
#   - You know the five functions that every business shares, and what belongs to each.
#   - You have rated yours. You know which is weakest, and what moved since last time.
#   - You know how one weak function drags the others, and where a step helps most.
#   - You can hold a month against its budget, and find the differences that matter.
#   - You can tell whether sales changed because of price or because of volume.
#   - You have an idea where to be different, and what has to hold before that.
# ---

# %% parameters tags=["parameters"]
business = "bakery"

# %% setup tags=["report"]
import pandas as pd

from helpers import open_business
from helpers.core.business import with_tables
from helpers.lessons import exercise, finding, table
from helpers.subjects.finance import (
    against_last_year, budget_chart, budget_variance, in_words, months_with_last_year, price_volume,
    price_volume_chart, variance_chart,
)
from helpers.subjects.strategy import (
    LEVELS, STATEMENTS, MaturityWidget, difference_view, drag_chart, maturity_radar, maturity_view,
    with_ratings,
)

shop = open_business(business)

# %% five-words [markdown]
# ## Five things that every business has to do
#
# A plumber, a hair salon and a small manufacturer seem to have little in common. Yet each must get paid, find customers, do the work, keep the law, and look after its people. These are the five functions. A [**business function**](../glossary.ipynb#Business-function) is a group of tasks that every business has to see to, whoever does them.
#
# | Function | What belongs to it | What it looks like when it fails |
# |---|---|---|
# | **Finance** | revenue, expenses, budget and forecast, accounts | The salon is full, and there is no money for the tax. |
# | **Customers** | marketing, sales, service, records, feedback | The garage does not call back, so people go elsewhere. |
# | **Operations** | process, resources, technology, quality | The café runs out of milk on Saturday. |
# | **Legal and regulatory** | permits, tax and filing, contracts, data protection, safety | The builder works on a nod, and then the client does not pay. |
# | **People** | hiring, training, performance, communication, cover | Only one person knows how the machine is set. |
#
# **You work alone?** Then you have all five too. “People” is you: what you learn, how long you can keep this up, and who would step in if you broke a leg. A bookkeeper, a partner who listens or a friend in the same trade counts as help.
#
# Two words from the table will come back. A budget and a forecast are not the same: a forecast says what you *expect*, a budget what you *intend*. And customer records are often called a CRM. A [**CRM**](../glossary.ipynb#CRM), short for customer relationship management, is the one place where you keep what you sold to whom and what you agreed with them. A notebook can be one.

# %% levels-words [markdown]
# ## How well is it run?
#
# Nobody can measure this for you. But you can rate it with care. [**Maturity**](../glossary.ipynb#Maturity) is how reliably something is done, from not at all to always, checked and made better. We use the same five levels for everything:

# %% levels
table(pd.Series(LEVELS, name="what it means").rename_axis("rating").reset_index(),
      "The five levels", shop)

# %% statements-words [markdown]
# Then we rate plain statements, not whole functions. “Our finance is fine” is easy to say. “The books are up to date within a month” is true or it is not. Here is what is asked about finance; the widget below asks the rest.

# %% statements
asked = pd.DataFrame(STATEMENTS)
table(asked.loc[asked["function"] == "finance", ["area", "text"]]
      .set_axis(["what it is about", "statement"], axis=1), "Statements about finance", shop)

# %% whose-words [markdown]
# If you have not rated your own business yet, the next cells show the ratings of a sample's owner. The line below names whose they are.

# %% whose tags=["report"] section="Which basics do we run well?"
rater = with_ratings(shop, sample="bakery")
rater.name

# %% profile tags=["report", "nbval-check-output"]
profile = maturity_view(rater, rater.answers.get("maturity", {}))
finding(profile, rater)

# %% radar tags=["report"]
maturity_radar(profile, format=rater.format);

# %% radar-reading [markdown]
# **What this says.** Read along the spokes, one at a time. Further out is better. Three things to look for:
#
# 1. *The shortest spoke.* That is the weakest function.
# 2. *The dashed line*, where there is one. It is last time's rating. Where the solid line lies outside it, things got better.
# 3. *Grey bars*, where statements were left open. If all the open ones were rated 1, the score would be at the bar's inner end, and if all were rated 5, at its outer end. A long bar means: too soon to tell.
#
# Do not judge by the *area*. It changes if the spokes stand in another order, and that order means nothing.

# %% begin-words [markdown]
# Where would you begin? With what is rated lowest in the weakest function.

# %% begin
table(profile.to_begin_with[["function", "text", "level"]].head(4)
      .set_axis(["function", "statement", "rated"], axis=1).reset_index(drop=True),
      "Where to begin", rater)

# %% drag-words [markdown]
# ## How one weak function drags the others
#
# A small manufacturer makes fine tables. But invoices go out late (*finance*). So the timber cannot be paid on time (*operations*), and the next table is delivered late (*customers*). The joiners work two weekends to catch up (*people*). The customer says “your deliveries are bad”. The cause sits elsewhere.
#
# So strength in one place does not make up for weakness in another. An ordinary mean hides that. Take a salon with four functions run well, and one that hangs by a thread:

# %% salon
salon = pd.Series(
    {"finance": 4, "customers": 4, "operations": 4, "legal and regulatory": 4, "people": 1},
    name="score",
).rename_axis("function")
table(salon.reset_index(), "A salon", shop)

# %% mean-words [markdown]
# The ordinary mean adds the five and divides by five. The [**geometric mean**](../glossary.ipynb#Geometric-mean) of five numbers is the fifth root of their product, and a single low number pulls it down further than an ordinary mean. If one function were at zero, the whole would be zero.

# %% means tags=["nbval-check-output"]
means = pd.Series({"ordinary mean": salon.mean(), "geometric mean": salon.prod() ** (1 / 5)})
table(means.rename_axis("how").rename("the whole").reset_index(), "The salon as a whole", shop,
      digits=2)

# %% mean-source [markdown]
# The United Nations' index of human development changed to the geometric mean in 2010 for this reason. Here it is a rule that we chose. It does not prove how much one function harms another. What it does well is to point at the place where a step helps most:

# %% drag
drag_chart(profile, format=rater.format);

# %% drag-reading [markdown]
# **What this says.** Each bar shows by how much the whole would rise if that function got one point better. The longest bar is where your next hour is spent best.

# %% different-words [markdown]
# ## Where may we be different?
#
# In most of this you need not be special. Nobody picks a plumber for the tidy books. The basics need to *hold*: a 3, “mostly, by habit”, is what others can build on.
#
# Then pick **one** function in which to be truly better than others, where a customer would notice:
#
# - *Customers:* a garage that rings back within the hour.
# - *Operations:* a printer whose work is ready the next morning, always.
# - *People:* a care service where the same person comes every time.
# - *Finance:* a builder with a fixed price, and no surprise at the end.
#
# *Legal* is the odd one out. The law asks the same of everyone, so be reliable there, not original.

# %% different tags=["report", "nbval-check-output"] section="Where may we be different?"
finding(difference_view(rater, rater.answers.get("maturity", {})), rater)

# %% widget-words [markdown]
# ## Try it: rate your own basics
#
# Choose a function, then rate its statements. Leave open what you do not know. Be strict: if you have to think of an example, it is a 2. Your ratings are kept with their date, so that in half a year you can see what moved. After that, run the cells above once more.

# %% widget
basics = MaturityWidget(shop)
basics

# %% plan-words [markdown]
# ## Did it go as planned?
#
# One statement from above deserves a closer look: *I have a budget for the year and compare it with what happened.* A [**budget**](../glossary.ipynb#Budget) is what you intend to earn and to spend in each month, account by account. It is a promise to yourself. Its use comes from the second half of the statement: you compare.
#
# - A [**variance**](../glossary.ipynb#Variance) is what came out less what was planned.
# - A [**favourable variance**](../glossary.ipynb#Favourable-variance) is one that by itself makes profit higher than planned: more income, or less cost.
# - An [**adverse variance**](../glossary.ipynb#Adverse-variance) is one that by itself makes profit lower than planned: less income, or more cost.
#
# So the same sign can mean two things. 500 more in sales is favourable. 500 more in wages is adverse. Try it with a café's month:

# %% cafe
cafe = pd.DataFrame({
    "month": "2025-09", "account": ["revenue", "cost_of_goods", "payroll", "rent"],
    "planned": [12000, 3600, 4200, 1500], "actual": [11400, 3300, 4400, 1500],
})
cafe_compared = budget_variance(
    cafe.rename(columns={"actual": "amount"}), cafe.rename(columns={"planned": "amount"}),
)
table(cafe_compared.by_account.rename(index=in_words)[["budget", "actual", "variance", "verdict"]],
      "A café's September", shop, money=["budget", "actual", "variance"])

# %% cafe-reading [markdown]
# **What this says.** The café sold less, so it needed less milk and flour: two variances with one cause. The wages are another matter. Someone was paid for hours that the sales did not need.

# %% own-plan-words [markdown]
# Now with your own books: the last twelve months that stand in both tables. No budget yet? Then you see a sample's; the line says whose. *On Monday* below tells how to begin with three lines.

# %% plan tags=["report", "needs-finances", "needs-budget", "nbval-check-output"] section="Did it go as planned?"
keeper = with_tables(shop, "finances", "budget", sample="bakery")
compared = budget_variance(keeper.table("finances"), keeper.table("budget"), months=12)
print(keeper.name)
finding(compared, keeper)

# %% variances tags=["report", "needs-finances", "needs-budget"]
variance_chart(compared, format=keeper.format);

# %% variance-table tags=["report", "needs-finances", "needs-budget"]
table(
    compared.largest.assign(account=compared.largest["account"].map(in_words))
    [["account", "month", "budget", "actual", "variance", "share", "verdict"]]
    .rename(columns={"share": "of the budget"}).head(8),
    "Largest variances", keeper, money=["budget", "actual", "variance"],
    percent=["of the budget"],
)

# %% by-month
budget_chart(compared, format=keeper.format);

# %% plan-reading [markdown]
# **What this says.** Begin at the top: the largest difference in money, not in per cent. Ask three questions about it.
#
# 1. *Is it only late or early?* A bill paid in March in place of February makes two variances and means nothing.
# 2. *Is it a price or an amount?* Dearer flour and more flour call for different steps.
# 3. *Will it come again?* If so, change the plan for the months ahead, and say so. Do not change the past one.
#
# Agree beforehand what is worth a look, such as “more than 5% *and* more than a day's takings”. Otherwise you will explain small change all evening.

# %% split-words [markdown]
# ## Price or volume?
#
# Sales are above plan. Is that good news? It depends on why. A salon planned its month, and this is how it went:

# %% salon-month
planned = pd.DataFrame(
    {"product_id": ["cut", "colour"], "quantity": [100, 20], "unit_price": [30, 80]})
done = pd.DataFrame(
    {"product_id": ["cut", "colour"], "quantity": [110, 15], "unit_price": [28, 85]})
table(planned.merge(done, on="product_id").set_axis(
    ["product", "planned", "planned price", "in fact", "price in fact"], axis=1),
    "The salon's month", shop)

# %% split-terms [markdown]
# The difference comes in parts that add up:
#
# - The [**price effect**](../glossary.ipynb#Price-effect) is what the units sold brought in more, or less, than at their planned prices.
# - The [**volume effect**](../glossary.ipynb#Volume-effect) is what selling more or fewer units in all brings in, at the planned average price.
# - The [**mix effect**](../glossary.ipynb#Mix-effect) is what selling more of the dearer things and fewer of the cheaper ones brings in, or the reverse.

# %% salon-split tags=["nbval-check-output"]
salon_split = price_volume(done, planned)
finding(salon_split, shop)

# %% salon-split-chart
price_volume_chart(salon_split, format=shop.format);

# %% salon-split-reading [markdown]
# **What this says.** The salon was busier than planned, and still sold less. Cheaper cuts brought people in, but fewer of them stayed for a colour. “We are below plan” would not have told her so.

# %% last-year-words [markdown]
# Few owners plan each product. Then **last year is the plan**: the same months, the prices and amounts of a year ago. This needs more than a year of orders. Where yours do not reach so far back, the sample bakery's do.

# %% last-year tags=["nbval-check-output"]
seller = with_tables(shop, "orders", sample="bakery")
months = months_with_last_year(seller.table("orders"))
seller = seller if len(months) >= 3 else open_business("bakery")
split = against_last_year(seller.table("orders"))
print(seller.name)
finding(split, seller)

# %% last-year-chart
price_volume_chart(split, format=seller.format);

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong. Nobody is watching, and you can try as often as you like.

# %% ex1
exercise("1.4.1")

# %% ex2
exercise("1.4.2")

# %% ex3-table
ratings = rater.answers["maturity"]
steps = {
    "as rated": ratings,
    "somebody can run things for a month": {**ratings, "can_be_away": 5},
    "every invoice goes out at once": {**ratings, "gets_paid": 5},
}
table(pd.Series({step: maturity_view(rater, rated).overall for step, rated in steps.items()})
      .rename_axis("the step").rename("the whole").reset_index(),
      "What one statement at 5 does to the whole", rater, digits=2)

# %% ex3
exercise("1.4.3", rater=rater)

# %% ex4
exercise("1.4.4")

# %% ex5-try tags=["lab-only"]
dearer = cafe.assign(actual=[11400, 3300, 4400, 1500])
changed = budget_variance(
    dearer.rename(columns={"actual": "amount"}), dearer.rename(columns={"planned": "amount"}),
)
finding(changed, shop)

# %% ex5
exercise("1.4.5")

# %% ex6
exercise("1.4.6")

# %% ex7
exercise("1.4.7")

# %% own [markdown]
# ## Try it on your business
#
# In JupyterLab, write `business = "my-shop"` in the cell near the top that says `business = "bakery"`, and run all cells again. In the app, choose your business on the first page. [Start here](../00_start_here.ipynb) shows how to bring your tables in. Then rate the statements with the widget. If someone works with you, let them rate too, apart from you, and compare: where you differ by two or more, you have something to talk about.
#
# For the second half, add a table `finances` and a table `budget`. Both have three columns: month, account, amount. The [data dictionary](../../data/README.md) lists the accounts.

# %% ex8
exercise("1.4.8")

# %% mislead [markdown]
# ## What can mislead here
#
# - **You rate yourself.** Most of us are kind to ourselves, and hardest on what we know best. A second person's ratings tell more than a second decimal.
# - **A rating is not a measurement.** A step from 1 to 2 may be an evening's work, one from 4 to 5 a year's. The statements, and the geometric mean, are this course's own choice.
# - **Open is not bad.** What you have not rated counts neither as a 1 nor as a 3. It makes the range wider.
# - **Favourable is not good, and adverse is not bad.** Training that was put off looks favourable. Wages for a new baker look adverse, and so does milk for a busy summer.
# - **A poor budget makes large variances.** If every month is far off, mend the budget before you mend the business.
# - **Volume adds up unlike things.** A loaf and a wedding cake are one unit each. Where your products differ much, trust the price effect more than the line between volume and mix.
#
# ## On Monday
#
# 1. Take the first statement from *Where to begin*. Write down what would make it one level higher, and do that this week. One, not five.
# 2. Write a budget for next month. Three lines are enough: what comes in, what the goods or materials cost, and everything else. Working alone? The back of an envelope will do. Put the date for comparing it in your calendar.
# 3. Put a date half a year ahead for rating again.

# %% recap [markdown]
# ## Key points
#
# 1. Finance, customers, operations, legal and people: every business has all five, even one run by one person.
# 2. Rating plain statements shows the weakest function; the date beside them shows what moved.
# 3. A weak function drags the others; the geometric mean shows it, and where a point more lifts the whole most.
# 4. A variance is actual less planned. Start with the largest in money, and ask whether it is late, a price or an amount, and will come again.
# 5. Price, volume and mix split a change in sales into parts that add up.
# 6. Be different in one function that customers notice, once the others hold.
