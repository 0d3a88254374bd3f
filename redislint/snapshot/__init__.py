"""What to run where a server is, and what becomes of its answers: one JSON file a node, without any secret in clear."""
