"""What is left out of the imports is missed by nobody."""

import subprocess
import sys

USE = """
import helpers
import sys, nbformat
from nbformat.v4 import new_markdown_cell, new_notebook
nbformat.validate(new_notebook(cells=[new_markdown_cell("# Trust")]))
try:
    nbformat.validate({"nbformat": 4, "nbformat_minor": 5, "cells": [], "metadata": 7})
except nbformat.ValidationError:
    print("refused")
print("lark" in sys.modules)
"""


def test_notebooks_are_checked_without_the_grammar_of_web_addresses():
    told = subprocess.run([sys.executable, "-c", USE], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["refused", "False"]
