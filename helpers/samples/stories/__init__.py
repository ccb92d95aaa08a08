"""What is true in the samples, told in words for the data dictionary."""
