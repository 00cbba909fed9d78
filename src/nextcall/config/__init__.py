"""The configuration: its model, its checks, its folders."""
