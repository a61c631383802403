"""Reading a sheet that nobody trusts. Runs in a process of its own (child.py), so nothing here knows Django."""
