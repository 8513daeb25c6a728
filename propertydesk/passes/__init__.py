"""Passes and the gate: what may go out or in, checked in a second, used once, closed at the gate."""
