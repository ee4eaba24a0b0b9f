"""What Prometheus reads at `/metrics`: a picture of the gateway, made when it is asked for."""
