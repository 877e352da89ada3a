"""What is public, as a folder that needs no portal: pages and tables, readable and searchable without any programme."""
