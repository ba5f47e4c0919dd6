"""Volume at hand: synthetic comments and questions, written in bulk as the real acts would have left them."""
