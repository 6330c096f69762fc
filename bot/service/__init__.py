"""Running Signpost: its two processes, their supervision, and the model they load."""
