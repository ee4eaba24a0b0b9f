"""Who may come in: tokens, and what they allow."""
