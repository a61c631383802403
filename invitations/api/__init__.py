"""What pages of invitations do, for machines."""
