"""A supplier's products and terms, on pages."""
