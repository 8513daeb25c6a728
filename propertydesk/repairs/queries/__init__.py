"""Reading repairs: one order, lists, the intake's context, technicians, figures for the counter."""
