from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from contracts.pointer import SpecError
from contracts.sdk.python.project import render_project
from tests.contracts.sdk.python.changed import changed

if TYPE_CHECKING:
    from contracts.document import Document


def test_the_package_has_the_version_of_the_contract(document: Document) -> None:
    """Whoever pins the client pins the contract; title and path are told, whatever they hold."""
    titled = changed(document, lambda raw: raw["info"].update(title='A "great" gateway\\'))
    project = tomllib.loads(render_project(titled, titled.endpoints["/ws/news"]))["project"]

    assert (project["name"], project["version"]) == ("crypto-gateway-client", document.version)
    assert project["description"] == 'Client of A "great" gateway\\, endpoint /ws/news.'


@pytest.mark.parametrize("version", ["latest", "2.1-beta+x y", ""])
def test_a_version_that_python_does_not_know_is_refused(document: Document, version: str) -> None:
    """The error points to it."""
    broken = changed(document, lambda raw: raw["info"].update(version=version))

    with pytest.raises(SpecError) as caught:
        render_project(broken, broken.endpoints["/ws/news"])
    assert caught.value.pointer == "#/info/version"
