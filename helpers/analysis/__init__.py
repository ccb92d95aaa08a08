"""Pure calculation: tables in, a small result object out.

Nothing here plots, reads files, asks the clock or prints. A result is a frozen dataclass with tidy
frames, plain numbers whose names carry their units, what was set aside and why, and `headline()`.
"Likely 20% to 24%" in a headline is always a 95% interval.
"""
