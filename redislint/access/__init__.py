"""Who the users of a configuration are, what they may do, and which words of theirs say so."""
