"""What is paid: payments, receipts, prepayments, deposits, refunds, shifts and the close of a day."""
