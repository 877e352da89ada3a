"""The Secretariat's desk."""
