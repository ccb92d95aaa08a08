"""Customers: who comes back, and who leaves."""
