"""The public API: read only, in English, one shape of errors, the same rows as the pages."""
