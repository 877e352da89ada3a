"""How requests reach the portal: read whole before a thread takes one, and answered without holding it."""
