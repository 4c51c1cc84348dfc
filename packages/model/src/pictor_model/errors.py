"""What a user of the builder reads when something is wrong."""


class BuildError(Exception):
    """Wrong input or an unmet gate; the message says what to do, without a stack trace."""
