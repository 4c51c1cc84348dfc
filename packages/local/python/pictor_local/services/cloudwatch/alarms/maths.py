"""Metric maths over periods: arithmetic, comparisons, and the functions that alarms use.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

Series = dict[int, float]
"""Values by the beginning of their period; a period without data has none."""
Value = Series | float


class MathsError(Exception):
    """An expression that this does not know."""


_BINARY: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.Gt: lambda a, b: float(a > b),
    ast.GtE: lambda a, b: float(a >= b),
    ast.Lt: lambda a, b: float(a < b),
    ast.LtE: lambda a, b: float(a <= b),
    ast.Eq: lambda a, b: float(a == b),
    ast.NotEq: lambda a, b: float(a != b),
    ast.And: lambda a, b: float(bool(a) and bool(b)),
    ast.Or: lambda a, b: float(bool(a) or bool(b)),
}
_MANY: dict[str, Callable[[list[float]], float]] = {
    "SUM": sum,
    "AVG": lambda values: sum(values) / len(values),
    "MIN": min,
    "MAX": max,
}


def evaluate(expression: str, metrics: Mapping[str, Series], periods: list[int]) -> Series:
    """Return the value of an expression in each period that it has one in.

    Args:
        expression: in CloudWatch's words.
        metrics: the values of the ids that it names.
        periods: the periods that are looked at, which FILL fills.

    Raises:
        MathsError: it has a function or an id that is not known.
    """
    # CloudWatch's own spelling of what is otherwise Python's.
    text = expression.replace("&&", " and ").replace("||", " or ").replace("^", "**")
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise MathsError(f"cannot read '{expression}'") from error
    found = _Evaluation(metrics, periods).value(tree)
    return found if isinstance(found, dict) else dict.fromkeys(periods, found)


class _Evaluation:
    def __init__(self, metrics: Mapping[str, Series], periods: list[int]) -> None:
        self._metrics = metrics
        self._periods = periods

    def value(self, node: ast.AST) -> Value:
        match node:
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.Name(id=name) if name in self._metrics:
                return self._metrics[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return _combine(operator.sub, 0.0, self.value(operand))
            case ast.BinOp(left=left, op=kind, right=right):
                return _combine(_BINARY[type(kind)], self.value(left), self.value(right))
            case ast.Compare(left=left, ops=[kind], comparators=[right]):
                return _combine(_BINARY[type(kind)], self.value(left), self.value(right))
            case ast.BoolOp(op=kind, values=[first, *others]):
                result = self.value(first)
                for other in others:
                    result = _combine(_BINARY[type(kind)], result, self.value(other))
                return result
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
        raise MathsError(f"cannot evaluate '{ast.unparse(node)}'")

    def _call(self, name: str, arguments: list[ast.expr]) -> Value:
        if name in _MANY and arguments:
            return self._many(_MANY[name], arguments)
        values = [self.value(argument) for argument in arguments]
        match name, values:
            case "FILL", [dict() as series, float() as number]:
                return {period: series.get(period, number) for period in self._periods}
            case "IF", [condition, then]:
                return self._choose(condition, then, {})
            case "IF", [condition, then, otherwise]:
                return self._choose(condition, then, otherwise)
            case "ABS", [one]:
                return _combine(lambda a, _: abs(a), one, 0.0)
            case "RUNNING_SUM", [dict() as series]:
                total, running = 0.0, {}
                for period in sorted(series):
                    total += series[period]
                    running[period] = total
                return running
        raise MathsError(f"no function {name} of {len(arguments)}")

    def _many(self, fold: Callable[[list[float]], float], arguments: list[ast.expr]) -> Value:
        only = arguments[0]
        if not isinstance(only, ast.List):
            found = self.value(only)
            return fold(list(found.values())) if isinstance(found, dict) and found else found
        series = [self.value(item) for item in only.elts]
        folded: Series = {}
        for period in self._periods:
            present = [value for one in series if (value := _at(one, period)) is not None]
            if present:
                folded[period] = fold(present)
        return folded

    def _choose(self, condition: Value, then: Value, otherwise: Value) -> Series:
        chosen = {}
        for period in self._periods:
            verdict = _at(condition, period)
            if verdict is not None:
                value = _at(then if verdict else otherwise, period)
                if value is not None:
                    chosen[period] = value
        return chosen


def _at(value: Value, period: int) -> float | None:
    return value.get(period) if isinstance(value, dict) else value


def _combine(combine: Callable[[float, float], float], left: Value, right: Value) -> Value:
    """Combine period by period; one without both values, or divided by zero, has none."""
    if not isinstance(left, dict) and not isinstance(right, dict):
        return combine(left, right)
    periods: Any = left if isinstance(left, dict) else right
    result = {}
    for period in periods:
        a, b = _at(left, period), _at(right, period)
        if a is None or b is None:
            continue
        try:
            result[period] = combine(a, b)
        except ZeroDivisionError:
            continue
    return result
