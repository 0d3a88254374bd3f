"""What a configuration comes to: the values that CONFIG GET would show on a server that was started with it."""
