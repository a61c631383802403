"""Pages of carts and orders, by journey."""
