"""A report as pages, paper and spreadsheet."""
