"""Pictures of strategy."""
