"""One style, and what pictures of every subject share."""
