"""The ASGI edge adapter: the only owner of sockets and HTTP."""
