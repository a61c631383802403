"""Entrances of invitations: the supplier's tab, the link that a mail carries, the company's own list."""
