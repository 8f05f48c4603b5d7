"""What atheris feeds with bytes: `make fuzz`."""
