"""What the tests of signatures share: keys, made once, and a function that signs with them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import signing
from tests.signing import DATA, PASSPHRASE, Holder, Sign
from zhengben.deposit.keys import read_key
from zhengben.deposit.signing import SigningKeys, opened
from zhengben.verify.trust import Trust, read_trust


@pytest.fixture(scope="session")
def root() -> Holder:
    return signing.holder("試驗根")


@pytest.fixture(scope="session")
def archive(root: Holder) -> Holder:
    return signing.holder("某檔案館", root)


@pytest.fixture(scope="session")
def clock(root: Holder) -> Holder:
    return signing.holder("試驗授時", root, stamps=True)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory, root: Holder, archive: Holder) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    (folder / "archive.p12").write_bytes(archive.pkcs12(root))
    (folder / "archive.pem").write_bytes(archive.pem_key + archive.pem)
    (folder / "root.pem").write_bytes(root.pem)
    (folder / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    return folder


@pytest.fixture(scope="session")
def trust(keys: Path) -> Trust:
    return read_trust([keys / "root.pem"])


@pytest.fixture(scope="session")
def sign(keys: Path) -> Sign:
    """Return a function that signs bytes with a key as deposits are signed."""

    def detached(key: Path, url: str = "", secret: str = PASSPHRASE) -> dict[str, bytes]:
        with ExitStack() as stack:
            read = read_key(str(key), secret, [])
            return opened(SigningKeys.of((read,), url), stack).detached(DATA)

    return detached
