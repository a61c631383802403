"""Carts and orders for machines: the same services and queries as the pages (SPEC.md X1)."""
