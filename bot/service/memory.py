"""What is loaded at the start stays for good, so the garbage collector need not look through it at every turn."""

import gc


def settle_memory() -> None:
    """Call when everything that stays is loaded."""
    gc.collect()
    gc.freeze()
