"""Tags of products."""
