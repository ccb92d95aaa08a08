"""One folder a subject: what it calculates, draws and asks."""
