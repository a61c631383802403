"""A supplier's products and terms, for machines."""
