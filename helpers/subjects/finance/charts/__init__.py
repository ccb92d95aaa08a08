"""Pictures of finance."""
