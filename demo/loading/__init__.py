"""Writes the demo: companies, then what they sell, then whom they serve, then a year of orders."""
