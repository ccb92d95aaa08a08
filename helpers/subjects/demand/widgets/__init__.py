"""Widgets of demand."""
