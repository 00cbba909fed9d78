"""What `run.py` is made of: programs are started and watched, figures are ratios inside a round, and the rest is words and pictures."""
