"""Who may run what: ACL rules evaluated as a server of a given line does."""
