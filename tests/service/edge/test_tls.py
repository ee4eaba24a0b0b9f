from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from service.edge.tls import certificate
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_files_there_is_no_certificate() -> None:
    """Plain `ws` is spoken."""
    assert certificate(None, None) is None


def test_half_a_pair_is_a_mistake(tmp_path: Path) -> None:
    """The setting that is missing is named."""
    with pytest.raises(ConfigurationError, match=r"^GATEWAY_TLS_KEY: a certificate and its key are needed together"):
        certificate(tmp_path / "chain.pem", None)
    with pytest.raises(ConfigurationError, match=r"^GATEWAY_TLS_CERT: "):
        certificate(None, tmp_path / "key.pem")


def test_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    """The setting and the path are named."""
    (tmp_path / "chain.pem").touch()
    with pytest.raises(ConfigurationError, match=r"^GATEWAY_TLS_CERT: there is no file .*other\.pem"):
        certificate(tmp_path / "other.pem", tmp_path / "key.pem")
    with pytest.raises(ConfigurationError, match=r"^GATEWAY_TLS_KEY: there is no file .*key\.pem"):
        certificate(tmp_path / "chain.pem", tmp_path / "key.pem")


def test_files_that_hold_no_pem_are_a_mistake(tmp_path: Path) -> None:
    """They are looked at before the server is started."""
    for name in ("chain.pem", "key.pem"):
        (tmp_path / name).write_text("hello", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be used together"):
        certificate(tmp_path / "chain.pem", tmp_path / "key.pem")
