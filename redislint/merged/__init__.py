"""What the lines of an instance come to: one value for each name that CONFIG GET knows, and where it comes from."""
