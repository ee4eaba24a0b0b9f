"""Resources: every GET of an OpenAPI document, asked and judged by schemathesis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import requests
import schemathesis
from hypothesis import given, seed
from hypothesis.errors import Flaky
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Err

from contracts.suite.exploration import profile
from contracts.suite.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.suite.target import Target

__all__ = ["faults_of"]

EXAMPLES = 5
"""Of each resource: they take few parameters, if any."""


def faults_of(target: Target, openapi: Mapping[str, Any]) -> Iterator[Fault]:
    """Ask for every resource and yield what does not fit. It blocks: call it in a thread."""
    schema = schemathesis.openapi.from_dict(dict(openapi))
    for found in schema.include(method="GET").get_all_operations():
        if isinstance(found, Err):
            yield Fault(f"the OpenAPI document is wrong: {found.err()}", "a document that can be read", "/schema")
            continue
        yield from _asked(target, found.ok())


def _asked(target: Target, operation: schemathesis.APIOperation[Any, Any, Any, Any]) -> list[Fault]:
    """Ask for one resource; return the fault, if there is one."""
    faults: list[Fault] = []
    headers = dict(target.session.headers)

    @seed(target.seed)
    @profile(min(EXAMPLES, target.examples))
    @given(operation.as_strategy())
    def ask(case: schemathesis.Case[Any]) -> None:
        try:
            response = case.call(base_url=target.url, timeout=target.patience_s, headers=headers)
            # A status that is documented is right, even 503: what a probe says when it is not ready.
            case.validate_response(response, excluded_checks=[schemathesis.checks.not_a_server_error])
        except FailureGroup as group:
            faults.append(_fault(case, group))
            raise
        except requests.RequestException as error:
            faults.append(Fault(f"it is not answered: {error}", "an answer", case.path, f"GET {case.path}"))
            raise

    try:
        ask()
    except (FailureGroup, requests.RequestException, Flaky):
        # What went wrong once and not again went wrong.
        return faults[-1:]
    return []


def _fault(case: schemathesis.Case[Any], group: FailureGroup) -> Fault:
    first: Any = group.exceptions[0]
    return Fault(str(first.title), " ".join(str(first.message).split()), case.path, f"GET {case.path}")
