"""Reads of carts and orders, by side; access functions give 404 to strangers."""
