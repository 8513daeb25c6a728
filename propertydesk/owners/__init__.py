"""People and households: owners with shares, tenants, members, their phones and vehicles."""
