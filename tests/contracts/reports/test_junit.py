from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from contracts.reports.junit import junit
from contracts.suite.clause import MUST, Clause
from contracts.suite.fault import Fault
from contracts.suite.verdict import Result
from tests.contracts.reports.verdicts import verdict


def test_a_group_is_a_suite_and_a_clause_a_case() -> None:
    """Broken MUSTs are failures; what was not seen and broken SHOULDs are skipped, with their words."""
    root = ET.fromstring(junit(verdict()))
    cases = {str(case.get("name")).split()[0]: [child.tag for child in case] for case in root.iter("testcase")}

    assert cases == {
        "CON-01": [],
        "CON-02": ["skipped"],
        "ERR-02": ["failure"],
        "ERR-10": ["skipped"],
        "UPD-10": ["skipped"],
    }
    assert [(each.get("name"), each.get("tests"), each.get("failures"), each.get("skipped")) for each in root] == [
        ("CON", "2", "0", "1"),
        ("ERR", "2", "1", "1"),
        ("UPD", "1", "0", "1"),
    ]


def test_in_a_strict_run_a_should_is_a_failure() -> None:
    """What counts fails."""
    root = ET.fromstring(junit(verdict(strict=True)))

    assert [child.tag for case in root.iter("testcase") if "ERR-10" in str(case.get("name")) for child in case] == [
        "failure"
    ]


def test_a_failure_tells_all() -> None:
    """Its message is the problem, its text what a person would read on a terminal."""
    failure = next(ET.fromstring(junit(verdict())).iter("failure"))

    assert failure.get("message") == "the code is 'x'"
    assert "expected     `invalid_json`" in str(failure.text)


@given(st.text(st.characters(exclude_categories=[])))
def test_it_is_xml_whatever_the_gateway_said(text: str) -> None:
    """XML cannot hold every letter; a report must not fail at what a fuzzer found."""
    fault = Fault(text, text, sent=text, came=text)
    result = Result(Clause("FUZ-03", MUST, "Any frame has an answer.", "#/info"), "broken", faults=(fault,))

    assert ET.fromstring(junit(verdict(result)).encode()).tag == "testsuites"
