"""JUnit's XML, which CI systems show: a suite for each group, a case for each clause."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from contracts.reports.words import groups, of_broken

if TYPE_CHECKING:
    from contracts.suite.verdict import Result, Verdict

__all__ = ["junit"]

_ESCAPED = {number: f"\\x{number:02x}" for number in range(32) if chr(number) not in "\t\n\r"} | {
    0xFFFE: "\\ufffe",
    0xFFFF: "\\uffff",
    **{number: f"\\u{number:04x}" for number in range(0xD800, 0xE000)},
}
"""What XML 1.0 cannot hold, and the frames of a fuzzer do."""


def junit(verdict: Verdict) -> str:
    """Write a verdict. A broken SHOULD is a failure only in a strict run, else it is skipped, as unseen clauses are."""
    root = ET.Element("testsuites", name="contract")
    for group in groups(verdict):
        results = [result for result in verdict.results if result.clause.group == group]
        suite = ET.SubElement(
            root,
            "testsuite",
            name=group,
            tests=str(len(results)),
            failures=str(sum(result in verdict.counted for result in results)),
            skipped=str(sum(result.status != "kept" and result not in verdict.counted for result in results)),
            time=f"{sum(result.elapsed_s for result in results):.3f}",
        )
        for result in results:
            _case(suite, result, counts=result in verdict.counted)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(suite: ET.Element, result: Result, *, counts: bool) -> None:
    clause = result.clause
    case = ET.SubElement(
        suite, "testcase", classname=clause.group, name=f"{clause.id} {clause.text}", time=f"{result.elapsed_s:.3f}"
    )
    if result.status == "kept":
        return
    lines = "\n".join(of_broken(result)) if result.status == "broken" else result.reason
    message = result.faults[0].problem if result.status == "broken" else result.reason
    told = ET.SubElement(case, "failure" if counts else "skipped", message=message.translate(_ESCAPED))
    told.text = lines.translate(_ESCAPED)
