"""What people type about orders: parsed and checked, never saved."""
