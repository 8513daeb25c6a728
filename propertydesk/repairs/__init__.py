"""Repair orders from the call to the closed file: intake, dispatch, work on site, slip, follow-up."""
