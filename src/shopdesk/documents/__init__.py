"""Paper, labels and spreadsheets: data in, bytes out; bytes in, rows out."""
