"""Keys of every kind, the certificates and time stamps behind them, and what none of them is."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import get_args

import pytest

from tests import signing
from tests.signing import CMS, DATA, DAY, PASSPHRASE, TODAY, Holder, Manner, Sign
from zhengben.deposit import timestamps
from zhengben.deposit.keys import read_key
from zhengben.deposit.signing import SigningKeys, opened
from zhengben.document.errors import SetupError, UsageError
from zhengben.verify import cms, plain_keys
from zhengben.verify.signature import Signature
from zhengben.verify.signatures import SIGNED
from zhengben.verify.trust import Trust, read_trust


def state(signature: bytes, trust: Trust, data: bytes = DATA) -> Signature:
    return cms.examine("x", signature, data, trust)


def test_each_bit_of_what_is_signed_counts(keys: Path, sign: Sign, trust: Trust) -> None:
    made = sign(keys / "archive.pem")[CMS]
    assert state(made, trust).state == "valid"
    for at in range(0, len(DATA), 5):
        other = DATA[:at] + bytes([DATA[at] ^ 1]) + DATA[at + 1 :]
        assert state(made, trust, other).state == "broken"
    missed = [
        at
        for at in range(0, len(made), 97)
        if state(made[:at] + bytes([made[at] ^ 4]) + made[at + 1 :], trust).state == "valid"
    ]
    assert missed == []


def test_a_revoked_certificate_is_no_signature(
    keys: Path, sign: Sign, root: Holder, archive: Holder, tmp_path: Path
) -> None:
    listed = tmp_path / "list.crl"
    listed.write_bytes(signing.revoked(root, archive, TODAY - 2 * DAY))
    made = state(sign(keys / "archive.p12")[CMS], read_trust([keys / "root.pem", listed]))
    assert (made.state, made.signer) == ("broken", "某檔案館")
    assert "revoked" in made.told


def test_a_certificate_that_ended_needs_a_stamp_from_before(
    root: Holder, clock: Holder, keys: Path, sign: Sign, trust: Trust,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    """As for every signature in an archive that is old enough."""
    short = signing.holder("短期", root, last=TODAY + DAY)
    path = tmp_path / "short.pem"
    path.write_bytes(short.pem_key + short.pem)
    bare = sign(path)[CMS]
    with signing.server(clock, root) as url:
        stamped = sign(path, url)[CMS]
    assert [state(made, trust).state for made in (bare, stamped)] == ["valid"] * 2
    later = TODAY + 2 * DAY
    known = cms._context
    monkeypatch.setattr(cms, "_context", lambda trust, at: known(trust, at or later))
    assert state(bare, trust).state == "unknown"
    assert state(stamped, trust).state == "valid"


def test_a_stamp_by_somebody_unknown_is_told(
    root: Holder, keys: Path, sign: Sign, trust: Trust
) -> None:
    other = signing.holder("別的根")
    stranger = signing.holder("生人授時", other, stamps=True)
    with signing.server(stranger, other) as url:
        made = state(sign(keys / "archive.pem", url)[CMS], trust)
    assert made.state == "valid"
    assert "生人授時, who is not known" in made.told


REFUSED: dict[str, str] = {
    "wrong nonce": "nonce is wrong",
    "expired": "certificate that ended",
    "silent": "did not answer",
    "refuses": "sent no stamp",
    "rubbish": "sent no stamp|did not answer",
    "other bytes": "broken",
}


@pytest.mark.parametrize("manner", REFUSED)
def test_a_bad_time_stamp_is_refused(
    manner: Manner, root: Holder, clock: Holder, keys: Path, sign: Sign,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    assert {*REFUSED, "well"} == {*get_args(Manner)}
    if "did not answer" in REFUSED[manner]:
        monkeypatch.setattr(timestamps, "SECONDS", 0.3)
    ended = signing.holder("過期授時", root, last=TODAY - DAY, stamps=True)
    tsa = ended if manner == "expired" else clock
    with (
        signing.server(tsa, root, manner) as url,
        pytest.raises(SetupError, match=REFUSED[manner]),
    ):
        sign(keys / "archive.pem", url)


def test_nobody_listening_is_told(keys: Path, sign: Sign) -> None:
    with pytest.raises(SetupError, match="did not answer"):
        sign(keys / "archive.pem", "http://127.0.0.1:1/")


# keys of other kinds


def test_a_key_of_openssh(require_tool: Callable[[str], str], tmp_path: Path, sign: Sign) -> None:
    program = require_tool("ssh-keygen")
    for kind in ("ed25519", "rsa", "ecdsa"):
        path = tmp_path / kind
        made = ["-q", "-t", kind, "-N", "", "-C", "某檔案館", "-f", path]
        subprocess.run([program, *map(str, made)], check=True)
        ((name, signature),) = sign(path).items()
        assert name == f"signatures/{SIGNED}.sig"
        # as anybody may verify it
        allowed = tmp_path / "allowed"
        allowed.write_text(f"archive@example.org {path.with_suffix('.pub').read_text('utf-8')}")
        file = tmp_path / "x.sig"
        file.write_bytes(signature)
        command = [program, "-Y", "verify", "-f", allowed, "-I", "archive@example.org",
                   "-n", "file", "-s", file]  # fmt: skip
        subprocess.run(list(map(str, command)), input=DATA, check=True, capture_output=True)
        by_pub = plain_keys.ssh("x", signature, DATA, read_trust([path.with_suffix(".pub")]))
        assert (by_pub.state, by_pub.signer) == ("valid", "某檔案館")
        by_list = plain_keys.ssh("x", signature, DATA, read_trust([allowed]))
        assert (by_list.state, by_list.signer) == ("valid", "archive@example.org")
        assert plain_keys.ssh("x", signature, DATA, Trust()).state == "unknown"
        assert plain_keys.ssh("x", signature, DATA + b"x", Trust()).state == "broken"
        for broken in (signature[:100], b"", signature.replace(b"U1NIU0lH", b"U1NIU0lI")):
            assert plain_keys.ssh("x", broken, DATA, Trust()).state == "broken"
    allowed.write_text(f"a valid-after=2020 {(tmp_path / 'rsa.pub').read_text('utf-8')}")
    with pytest.raises(UsageError, match="options of keys"):
        read_trust([allowed])


def test_a_signature_for_another_use_is_none(
    require_tool: Callable[[str], str], tmp_path: Path
) -> None:
    program, path = require_tool("ssh-keygen"), tmp_path / "key"
    subprocess.run([program, "-q", "-t", "ed25519", "-N", "", "-f", str(path)], check=True)
    made = subprocess.run([program, "-Y", "sign", "-q", "-f", str(path), "-n", "git"], input=DATA,
                          check=True, capture_output=True).stdout  # fmt: skip
    assert plain_keys.ssh("x", made, DATA, Trust()).state == "broken"


def test_a_key_of_minisign(require_tool: Callable[[str], str], tmp_path: Path, sign: Sign) -> None:
    program, path = require_tool("minisign"), tmp_path / "archive.key"
    public = tmp_path / "archive.pub"
    subprocess.run([program, "-G", "-W", "-p", str(public), "-s", str(path)], check=True,
                   capture_output=True)  # fmt: skip
    made = sign(path)
    public.rename(tmp_path / "elsewhere")
    # minisign makes the public key out of the secret one where it does not lie beside
    assert sign(path).keys() == made.keys()
    signature, beside = (
        made[f"signatures/{SIGNED}.minisig"],
        made[f"signatures/{SIGNED}.minisig.pub"],
    )
    known = read_trust([(tmp_path / "elsewhere").rename(public)])

    def found(signature: bytes, data: bytes, trust: Trust, beside: bytes = beside) -> str:
        return plain_keys.minisign("x", signature, data, trust, beside).state

    assert found(signature, DATA, known) == "valid"
    assert plain_keys.minisign("x", signature, DATA, known, b"").signer == "archive"
    assert found(signature, DATA, Trust()) == "unknown"
    assert found(signature, DATA, Trust(), b"") == "unknown"
    assert found(signature, DATA + b"x", known) == "broken"
    assert found(signature.replace(b"timestamp:", b"timestamp:9"), DATA, known) == "broken"
    assert found(b"x", DATA, known) == "broken"
    with pytest.raises(UsageError, match="name the secret one"):
        read_key(str(public), "", [])


def test_a_key_on_a_token(
    require_tool: Callable[[str], str], keys: Path, archive: Holder, trust: Trust,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: Sign,
) -> None:  # fmt: skip
    pkcs11 = pytest.importorskip("pkcs11")
    program = require_tool("softhsm2-util")
    places = ("/usr/lib/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so")
    module = next((place for place in places if Path(place).is_file()), None)
    if module is None:
        pytest.skip("the module of SoftHSM is not where it is looked for")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "conf"))
    made = ["--init-token", "--free", "--label", "shelf", "--pin", "1234", "--so-pin", "5678"]
    subprocess.run([program, *made], check=True, capture_output=True)
    from cryptography.hazmat.primitives import serialization
    from pkcs11.util.ec import decode_ec_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    der = serialization.Encoding.DER
    private = archive.key.private_bytes(
        der, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    session = pkcs11.lib(module).get_token(token_label="shelf").open(rw=True, user_pin="1234")
    with session:
        label = {pkcs11.Attribute.LABEL: "archive", pkcs11.Attribute.TOKEN: True}
        session.create_object({**decode_ec_private_key(private), **label,
                               pkcs11.Attribute.SIGN: True})  # fmt: skip
        certificate = archive.certificate.public_bytes(der)
        session.create_object({**decode_x509_certificate(certificate), **label})
    (tmp_path / "pin").write_text("1234\n")
    uri = f"pkcs11:token=shelf;object=archive?module-path={module}&pin-source=file:{tmp_path}/pin"

    def signed(uri: str) -> bytes:
        with ExitStack() as stack:
            read = read_key(uri, "", [])
            return opened(SigningKeys.of((read,), ""), stack).detached(DATA)[CMS]

    assert state(signed(uri), trust).state == "valid"
    with pytest.raises(SetupError, match="did not sign"):
        signed(uri.replace("object=archive", "object=other"))
    with pytest.raises(SetupError, match="did not sign"):
        signed(uri.replace("token=shelf", "token=other"))
    for wrong, told in ((uri.partition("?")[0], "not whole"),
                        (f"{uri}&pin-value=1234", "can be read by others"),
                        (uri.replace(module, "/none.so"), "no PKCS #11 module")):  # fmt: skip
        with pytest.raises(UsageError, match=told):
            read_key(wrong, "", [])


# what cannot sign


def test_what_is_no_key_is_refused_before_anything_is_made(
    keys: Path, root: Holder, archive: Holder, tmp_path: Path
) -> None:
    ended = signing.holder("過期", root, last=TODAY - DAY)
    given = {
        "ended.pem": (ended.pem_key + ended.pem, "not today"),
        "other.pem": (archive.pem_key + root.pem, "of this key"),
        "bare.pem": (archive.pem_key, "certificate"),
        "rubbish.p12": (b"\x30rubbish", "passphrase|no key"),
        "empty": (b"", "no key"),
    }
    for name, (data, told) in given.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UsageError, match=told):
            read_key(str(tmp_path / name), "", [])
    with pytest.raises(UsageError, match="another passphrase"):
        read_key(str(keys / "archive.p12"), "falsch", [])
    with pytest.raises(UsageError, match="--passphrase-file"):
        read_key(str(keys / "archive.p12"), "", [])
    with pytest.raises(UsageError, match="keep keys out of the project"):
        read_key(str(keys / "archive.p12"), PASSPHRASE, [keys])
    with pytest.raises(UsageError, match="no file"):
        read_key(str(tmp_path / "none"), "", [])
    key = read_key(str(keys / "archive.pem"), "", [])
    with pytest.raises(UsageError, match="no address"):
        SigningKeys.of((key,), "file:///etc/passwd")
    with pytest.raises(UsageError, match="signature of X"):
        SigningKeys.of((), "http://127.0.0.1/")
    assert PASSPHRASE not in repr(read_key(str(keys / "archive.p12"), PASSPHRASE, []))


def test_files_that_name_nobody_are_refused(tmp_path: Path) -> None:
    nobody = b"-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n"
    for name, data in (("a", b""), ("b.pem", nobody), ("c.der", b"\x30\x03abc")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UsageError, match="holds nobody"):
            read_trust([tmp_path / name])
    with pytest.raises(UsageError, match="no file"):
        read_trust([tmp_path])
