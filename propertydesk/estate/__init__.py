"""Communities with their work calendar, buildings, entrances, homes, shops and parking spaces."""
