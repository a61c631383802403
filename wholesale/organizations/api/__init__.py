"""Endpoints of companies, their people and their agreements."""
