"""Views across all domains: search, household page, counter home, exports, settings."""
