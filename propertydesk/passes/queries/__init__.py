"""Reading passes, codes and what happened at the gate."""
