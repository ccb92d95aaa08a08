"""The subjects of the course, a folder each."""
