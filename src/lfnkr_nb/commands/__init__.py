"""What each command of `lfnkr` does: one module a command, each with a `run` that is one library call."""
