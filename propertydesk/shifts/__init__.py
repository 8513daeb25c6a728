"""Shift hand-over of gate, desk and till."""
