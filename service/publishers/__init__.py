"""Time: the loops that fetch and the loops that publish."""
