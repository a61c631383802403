"""Benchmarks: the raw limit of this machine and ours, side by side in one run. See __main__."""
