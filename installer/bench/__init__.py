"""The benchmark: every figure is ours ÷ floor, taken side by side in one run. It never fails on a slow machine."""
