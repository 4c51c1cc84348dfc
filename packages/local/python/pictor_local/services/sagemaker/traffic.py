"""Which deployments of an endpoint serve, and how many of the requests each."""

from pictor_local.services.sagemaker.deployment import Deployment

Shares = dict[Deployment, float]


class Traffic:
    """The deployments of one endpoint; while an update runs, the new one has a growing share."""

    def __init__(self, *serving: Deployment) -> None:
        self._settled: Shares = dict.fromkeys(serving, 1.0)
        self._new: tuple[Deployment, float] | None = None
        self._credit: Shares = {}

    def __contains__(self, deployment: Deployment) -> bool:
        """Tell whether a deployment is part of it, if only to be turned back to."""
        return deployment in self.deployments

    @property
    def deployments(self) -> list[Deployment]:
        """Every deployment that serves or may yet."""
        return [*self._settled, *([self._new[0]] if self._new else [])]

    @property
    def main(self) -> Deployment | None:
        """The deployment with the greatest share."""
        shares = self._shares()
        return max(shares, key=lambda one: shares[one]) if shares else None

    def next(self) -> Deployment | None:
        """Return who takes the next request, each in turn as often as its share says."""
        shares = self._shares()
        if not shares:
            return None
        for deployment, share in shares.items():
            self._credit[deployment] = self._credit.get(deployment, 0.0) + share
        chosen = max(shares, key=lambda one: self._credit[one])
        self._credit[chosen] -= sum(shares.values())
        return chosen

    def _shares(self) -> Shares:
        new, share = self._new or (None, 0.0)
        left = {one: part * (1 - share) for one, part in self._settled.items()}
        shares = {**left, **({new: share} if new is not None else {})}
        return {one: part for one, part in shares.items() if part > 0}

    def shift(self, new: Deployment, share: float) -> None:
        """Give the new deployment a share of the requests, between 0 and 1."""
        self._new = (new, share)
        self._credit.clear()

    def settle(self) -> None:
        """Leave it at how it is: who has no share is no longer part of it."""
        self._settled, self._new = self._shares(), None

    def turn_back(self) -> None:
        """Give everything back to who had it before the shift."""
        self._new = None

    def drop(self, deployment: Deployment) -> None:
        """Take out a deployment; the others take its share."""
        self._settled.pop(deployment, None)
        if self._new is not None and self._new[0] is deployment:
            self._new = None
        self._credit.pop(deployment, None)
