"""Call lists on disk: the files, which are the truth, and a disposable copy to look things up in."""
