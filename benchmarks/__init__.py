"""What is measured: programs that print ratios taken side by side in one run."""
