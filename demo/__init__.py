"""Demo data and its loader. It imports every app; nothing imports it."""
