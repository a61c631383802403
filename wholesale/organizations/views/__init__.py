"""Entrances of companies and their people."""
