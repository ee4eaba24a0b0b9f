"""The gateway: providers in, WebSocket out."""
