"""Pictures of sales."""
