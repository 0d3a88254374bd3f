"""What the users of a configuration may do, and which words of theirs say so."""
