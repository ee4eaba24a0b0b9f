"""What clients of all endpoints do alike: connect, stay subscribed, match replies, notice silence."""
