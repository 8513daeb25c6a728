"""Pure building blocks: money, clock, states, masking, numbering, paging, errors. Standard library only."""
