"""What several subjects calculate with."""
