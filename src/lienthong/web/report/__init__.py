"""Reports: what a unit owes today, its form, what checks found, who is missing, consolidation."""
