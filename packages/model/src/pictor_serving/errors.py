"""The two ways to fail: a request that gets no prediction, a model that cannot be used."""


class RequestError(Exception):
    """The caller's fault, or it came too late. `code` is a key of the contract's status table."""

    def __init__(self, code: str, detail: str | None = None) -> None:
        super().__init__(detail or code)
        self.code = code
        self.detail = detail
        """A sentence more exact than the status table's own; None where there is none."""


class ModelError(Exception):
    """The model's fault: its files are not what they should be. The server must not come up."""
