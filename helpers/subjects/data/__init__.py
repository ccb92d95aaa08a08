"""A business's own data, and the way into the course."""
