"""Entrances of the directory and of a supplier's customers."""
