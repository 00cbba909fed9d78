"""The desk: the one object that both front ends drive. It saves first and calls it saved then."""
