"""Pictures of network."""
