"""What every room rests on: files, tables, the business, words for numbers."""
