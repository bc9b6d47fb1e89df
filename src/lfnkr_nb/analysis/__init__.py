"""Reading what posts say: figures, dates, events and threads, with rules that can be read back."""
