"""What anybody can ask: known and unknown parameters, hostile text, too much at once."""
