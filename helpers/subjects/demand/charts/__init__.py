"""Pictures of demand."""
