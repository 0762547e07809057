"""What a review amounts to, reckoned from its stream and its handbook alone: pure, the same on every device."""
