"""Small programs for those who build the product."""
