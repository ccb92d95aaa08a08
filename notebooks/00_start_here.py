# ---
# growth:
#   number: '0'
#   title: Start here
#   question: How does this course work, and what does my business look like in one picture?
#   subject: data
#   minutes:
#     reading: 10
#     exercises: 10
#   needs: [orders or subscriptions]
#   you_need: nothing. You begin with a made-up shop. When you are ready, you use your own sales.
#   promises:
#   - You can run a lesson and change it without fear of breaking anything.
#   - You have seen a business's sales, month by month, and know why one month can be missing.
#   - You have checked an answer and read the reason that comes back.
#   - You know the one line that turns any lesson to your own business.
# ---

# %% how [markdown] tags=["lab-only"]
# ## How a lesson works
#
# A [**notebook**](glossary.ipynb#Notebook) is a page of text, and of instructions that a computer carries out. This page is one. A [**cell**](glossary.ipynb#Cell) is one part of a notebook: some text, or a few lines of *code*, which the computer carries out.
#
# - Click on a code cell and press **Shift + Enter**. The computer runs it and shows the answer below.
# - Run the cells from top to bottom. A cell may use what the one above it worked out.
# - Change whatever you like. You cannot harm your data: a lesson reads it and never writes to it.
# - Lost? Choose **Run → Run All Cells** in the menu. It starts again from the top.
#
# The next cell names the business that this lesson looks at. `shop` is a made-up shop that sells handmade goods online. Press Shift + Enter.

# %% parameters tags=["parameters"]
business = "shop"

# %% setup-words [markdown] tags=["lab-only"]
# The next cell fetches the tools and opens the business. Every lesson has one. You need not understand it; just run it.

# %% setup
from helpers import open_business
from helpers.lessons import exercise, finding, table
from helpers.subjects.customers import activity
from helpers.subjects.sales import monthly_sales, sales_over_time

shop = open_business(business)

# %% first-words [markdown]
# ## Your first picture
#
# A [**table**](glossary.ipynb#Table) is a sheet of rows and columns, as in a spreadsheet. This business has the tables named below.

# %% tables tags=["nbval-check-output"]
", ".join(shop.tables)

# %% lines-words [markdown]
# Here are the first lines of what its customers paid for. Each line is one product bought by one customer on one day. A [**pseudonym**](glossary.ipynb#Pseudonym) is a code in place of a customer's name, so that no one's details are shown.

# %% lines
paid = activity(orders=shop.get("orders"), subscriptions=shop.get("subscriptions"))
table(paid[["order_date", "customer_id", "product_id", "quantity", "unit_price"]].head(5),
      "The first five lines", shop, money=["unit_price"])

# %% sales-words [markdown]
# Thousands of lines tell an owner nothing. So we add them up by month. [**Sales**](glossary.ipynb#Sales) are quantity times price, less discounts and less what was paid back.

# %% sales tags=["nbval-check-output"]
sales = monthly_sales(activity(orders=shop.get("orders"), subscriptions=shop.get("subscriptions")))
finding(sales, shop)

# %% sales-chart
sales_over_time(sales, format=shop.format);

# %% reading [markdown]
# **What this says.** Each point is one month. Look for three things, in this order: the *level* (how much in a usual month), the *trend* (is it rising over the years?) and the *season* (does the same month stand out each year?).
#
# One thing can mislead: **a month that has not ended yet is left out**, not drawn as a low point. Half a month always looks like a bad month.

# %% exercises [markdown]
# ## Exercises
#
# Choose an answer, or type one and press Enter. You get a reason at once, right or wrong. Nobody is watching, and you can try as often as you like.

# %% ex1
exercise("0.1")

# %% ex2
exercise("0.2")

# %% ex3-table
table(sales.finished.tail(12).to_frame("sales"), "The last twelve months", shop, money=["sales"])

# %% ex3
exercise("0.3", sales=sales)

# %% ex4
exercise("0.4")

# %% ex5
exercise("0.5", shop=shop)

# %% own [markdown]
# ## Try it on your business
#
# You need one export: the list of orders that your shop system or your till can save as a file. Open a terminal (in JupyterLab: the **+** above the list of files, then **Terminal**) and type, for a Shopify export:
#
# ```
# growth import shopify orders_export.csv --into my-shop
# ```
#
# It works the same with `square`, `stripe` and `woocommerce`. For any other list of sales, in CSV or Excel, say which of your columns is which:
#
# ```
# growth import csv sales.xlsx --into my-shop --map order_id=Invoice order_date=Date product_id=Item quantity=Qty unit_price=Price customer_id=Client
# ```
#
# Names, e-mail addresses and phone numbers are replaced by codes on the way in. They are not kept. Then ask what could be better:
#
# ```
# growth check my-shop
# ```
#
# Now the one line to change, here and in every lesson: in the cell near the top that says `business = "shop"`, write `business = "my-shop"`, and run all cells again. In the app, choose it on the first page.

# %% ex6
exercise("0.6")

# %% mislead [markdown]
# ## What can mislead here
#
# - **Sales are not profit.** A record month with big discounts may have cost you money.
# - **A rising line may be the season.** Compare a month with the same month a year before.
# - **What is not in the file is not in the picture.** Cash sales that nobody keyed in do not exist here.
#
# ## On Monday
#
# Ask your shop system, your till or your bookkeeper for one thing: the full list of orders, as far back as it goes, as a CSV file. That file feeds most of this course.

# %% recap [markdown]
# ## Key points
#
# 1. You run a cell with Shift + Enter. You may change anything; your data stay as they are.
# 2. Sales by month show level, trend and season. A month that has not ended is left out.
# 3. A check gives a reason and a hint, not just a mark.
# 4. `business = "my-shop"` turns any lesson to your own business.
