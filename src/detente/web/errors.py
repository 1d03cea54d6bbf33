"""One shape for errors: a status, what went wrong, where, and what to do, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from detente.errors import ActorError, DateError, DetenteError, MissingExtra, NoSuchPage, RecordBusy, UsageError

TITLES = {
    400: "That cannot be asked",
    401: "Sign in first",
    403: "That is not allowed",
    404: "Nothing is here",
    405: "That cannot be done here",
    413: "That is too much at once",
    429: "Too many requests",
    500: "This should not have happened",
    501: "That is not installed here",
    503: "The server is busy",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is told of a failure."""

    status: int
    title: str
    detail: str
    place: str | None = None
    remedy: str | None = None

    def as_dict(self) -> dict[str, dict[str, object]]:
        """The shape that programs see: {"error": {"status", "title", "detail", "place", "remedy"}}."""
        return {"error": asdict(self)}


def problem(status: int, detail: str = "", place: str | None = None, remedy: str | None = None) -> Problem:
    """A failure of a status, with its usual title."""
    return Problem(status, TITLES.get(status, "That did not work"), detail or TITLES.get(status, ""), place, remedy)


def of(error: DetenteError) -> Problem:
    """An error meant for the user as a failure. Where the record lies is nobody's business but the server's."""
    status = status_of(error)
    place = error.place if isinstance(error, UsageError | DateError) else None
    return problem(status, error.message, place, error.remedy)


def status_of(error: DetenteError) -> int:
    """The HTTP status of an error."""
    if isinstance(error, NoSuchPage | ActorError):
        return 404
    if isinstance(error, RecordBusy):
        return 503
    if isinstance(error, MissingExtra):
        return 501
    return 400 if isinstance(error, UsageError | DateError) else 500
