"""Stock and transfers, on pages."""
