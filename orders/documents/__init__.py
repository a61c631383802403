"""What an order is on paper, for whoever delivers it: PDF and XLSX, made from the stored order when asked for."""

from orders.documents.papers import Paper, paper_of

__all__ = ["Paper", "paper_of"]
