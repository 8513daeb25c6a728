"""What is done with large-item exit passes: asked for, issued, changed, let out, collected."""
