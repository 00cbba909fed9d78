"""What `doctor` leaves out: the values in files, which may be a person's."""


def without_values(message: str) -> str:
    """The place and the rule of a message of a codec, without the value that broke it."""
    return message.rpartition(", not ")[0] or message
