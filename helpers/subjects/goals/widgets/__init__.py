"""Widgets of goals."""
