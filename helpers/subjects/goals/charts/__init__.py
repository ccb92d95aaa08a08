"""Pictures of goals."""
