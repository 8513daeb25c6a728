"""What owners see, on their phones, without or with an account."""
