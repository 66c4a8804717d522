"""What users do: one function per verb, each one transaction with a right."""
