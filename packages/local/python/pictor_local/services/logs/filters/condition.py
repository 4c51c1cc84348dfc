"""What filter patterns compare: tokens, literals with wildcards, conditions joined by && and ||.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html (read 2026-11)
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:(?P<sign>&&|\|\||[()]|[<>!]=|[<>=])|(?P<quoted>"(?:[^"\\]|\\.)*")'
    r'|(?P<regex>%[^%]+%)|(?P<word>[^\s()&|<>=!,"%]+))'
)
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
MISSING = object()
"""What a selector finds where there is nothing; `None` is JSON's null."""
Lookup = Callable[[str], Any]
Condition = Callable[[Lookup], bool]


class PatternError(Exception):
    """A pattern that CloudWatch Logs would not take."""


@dataclass(frozen=True)
class Token:
    """One piece of a condition."""

    kind: str
    text: str


def tokens_of(text: str) -> list[Token]:
    """Cut a condition into pieces.

    Raises:
        PatternError: something in it is no piece of any condition.
    """
    found, at, text = [], 0, text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise PatternError(f"cannot read '{text[at:]}'")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def glob(text: str) -> re.Pattern[str]:
    """Return what a string with an asterisk before or behind it matches; one within is itself."""
    core = text.strip("*")
    before, behind = text.startswith("*"), text.endswith("*")
    return re.compile(
        (".*" if before else "") + re.escape(core) + (".*" if behind else ""), re.DOTALL
    )


def unquoted(text: str) -> str:
    """Return what stands between the quotes of a quoted string."""
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def regular_expression(text: str) -> re.Pattern[str]:
    """Return what stands between two percent signs, compiled.

    Raises:
        PatternError: CloudWatch Logs takes no such expression, which cannot have parentheses.
    """
    try:
        return re.compile(_allowed(text[1:-1]))
    except re.error as error:
        raise PatternError(f"invalid regular expression {text}: {error}") from error


def _allowed(expression: str) -> str:
    if not re.fullmatch(r"[\w:#=@/;,\-^$?\[\]{}|\\*+.\s]*", expression, re.ASCII):
        raise PatternError(f"invalid character in regular expression %{expression}%")
    return expression


def number(text: str) -> float | None:
    """Return the number that a text is, if it is one."""
    return float(text) if _NUMBER.fullmatch(text) else None


class Comparison:
    """One selector against one literal."""

    def __init__(self, sign: str, literal: Token) -> None:
        self._holds = _ORDER[sign]
        self._number = number(literal.text) if literal.kind == "word" else None
        if self._number is None and sign not in ("=", "!="):
            raise PatternError(f"'{sign}' compares numbers only, got '{literal.text}'")
        self._equal = sign == "="
        self._any = literal.text == "*"
        if literal.kind == "regex":
            expression = regular_expression(literal.text)
            self._matches: Callable[[str], Any] = expression.search
        else:
            text = unquoted(literal.text) if literal.kind == "quoted" else literal.text
            self._matches = glob(text).fullmatch

    def __call__(self, value: Any) -> bool:
        """Tell whether it holds of a value; an array, an object, null or nothing meets none."""
        if isinstance(value, int | float):
            if self._any and self._equal:
                return True
            return (
                self._number is not None
                and not isinstance(value, bool)
                and self._holds(value, self._number)
            )
        if not isinstance(value, str):
            return False
        return self._number is None and bool(self._matches(value)) == self._equal

    def of_text(self, value: str) -> bool:
        """Tell whether it holds of a field that may be a number but is only known as text."""
        if self._number is None:
            return bool(self._matches(value)) == self._equal
        actual = number(value)
        # Text is no number, and so is another one than any.
        return self._holds is operator.ne if actual is None else self._holds(actual, self._number)


class ConditionParser:
    """Reads conditions joined by && and ||, with parentheses; && binds more closely."""

    def __init__(self, text: str, single: Callable[["ConditionParser"], Condition]) -> None:
        """Take the text, and how one condition is read."""
        self._left = tokens_of(text)
        self._single = single

    def whole(self) -> Condition:
        """Return the condition that the whole text is.

        Raises:
            PatternError: it is none.
        """
        condition = self._either()
        if self._left:
            raise PatternError(f"unexpected '{self._left[0].text}'")
        return condition

    def take(self, *kinds: str) -> Token:
        """Take the next piece, which must be of a kind."""
        if not self._left or (kinds and self._left[0].kind not in kinds):
            found = f"'{self._left[0].text}'" if self._left else "the end"
            raise PatternError(f"expected {' or '.join(kinds)}, got {found}")
        return self._left.pop(0)

    def next_is(self, *texts: str) -> bool:
        """Take the next piece or pieces if they are these."""
        ahead = [token.text for token in self._left[: len(texts)]]
        if ahead != list(texts):
            return False
        del self._left[: len(texts)]
        return True

    def _either(self) -> Condition:
        found = [self._both()]
        while self.next_is("||"):
            found.append(self._both())
        return lambda lookup: any(condition(lookup) for condition in found)

    def _both(self) -> Condition:
        found = [self._one()]
        while self.next_is("&&"):
            found.append(self._one())
        return lambda lookup: all(condition(lookup) for condition in found)

    def _one(self) -> Condition:
        if not self.next_is("("):
            return self._single(self)
        inner = self._either()
        if not self.next_is(")"):
            raise PatternError("missing ')'")
        return inner
