"""Writes of carts and orders, one public function per verb."""
