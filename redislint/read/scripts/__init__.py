"""Scripts of a shell: their commands (`split`), and of those what redis-cli is told to do (`calls`)."""
