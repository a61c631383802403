"""The directory and a supplier's customers, for machines."""
