"""Stock and transfers for machines."""
