"""Reports: what a verification found, for people and for programs. The suite knows none of them."""
