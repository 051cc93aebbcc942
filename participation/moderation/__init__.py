"""Fair review: queue, reports, decisions with grounds, complaints."""
