"""What is done with passes: codes made and ended, used at the gate."""
