"""What each provider answers, as pure functions of a question and a snapshot of the market."""
