"""The parts of the import page: choosing a file, the table with its problems, the result."""
