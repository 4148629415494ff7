"""What Beraad does in a second, measured on the real server. See bench/README.md."""
