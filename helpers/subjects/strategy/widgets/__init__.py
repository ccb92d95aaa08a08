"""Widgets of strategy."""
