"""Lists jobs, in pages."""

from pictor_local.aws import Json

_PAGE = 10
_TIMES = ("CreationTime", "LastModifiedTime")


def list_jobs(summaries: list[Json], query: Json, kind: str) -> Json:
    """Answer a List operation of jobs.

    Args:
        summaries: every job.
        query: the request.
        kind: what the members' names begin with, for example `TransformJob`.
    """
    status, name = f"{kind}Status", f"{kind}Name"
    wanted = [
        one
        for one in summaries
        if query.get("StatusEquals") in (None, one[status])
        and query.get("NameContains", "") in one[name]
        and all(query.get(f"{time}After", 0) <= one[time] for time in _TIMES)
        and all(query.get(f"{time}Before", float("inf")) >= one[time] for time in _TIMES)
    ]
    by = {"Name": name, "Status": status}.get(query.get("SortBy", ""), "CreationTime")
    wanted.sort(key=lambda one: one[by], reverse=query.get("SortOrder") != "Ascending")
    start = int(query.get("NextToken") or 0)
    end = start + query.get("MaxResults", _PAGE)
    more = {"NextToken": str(end)} if end < len(wanted) else {}
    return {f"{kind}Summaries": wanted[start:end], **more}
