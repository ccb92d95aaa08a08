"""What the widgets of every subject share."""
