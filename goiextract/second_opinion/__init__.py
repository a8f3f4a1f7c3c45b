"""What other readers of a PDF say of its tables (`ask`), and what of it the report takes (`adopt`)."""
