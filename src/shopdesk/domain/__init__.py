"""The shop's rules: pure functions and tables of states; standard library only."""
