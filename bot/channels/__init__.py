"""How people reach Signpost: each channel verifies who is speaking, masks, and draws the reply."""
