"""What makes a sub-site a place of its own: its theme, its facilities, its host name."""
