"""What a reader sees: listings, charts, briefs, receipts and exports."""
