"""What a supplier types about products and terms."""
