"""What several tests need: a vault, where its index goes, and an encoder that is no model."""

import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fakes import FakeEncoder
from tests.faults import FailingConnection
from tests.processes import ROOT, plain_env, tutor
from tests.vaults import VAULT, Bench, write_notes
from tutor.encoder import Encoder
from tutor.encoder.model import find_model
from tutor.encoder.opening import open_encoder
from tutor.encoder.sentence_transformer import SentenceTransformerEncoder
from tutor.library.library import Library
from tutor.paths import Paths
from tutor.store import connection
from tutor.store.store import Store

settings.register_profile(
    "tutor", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("tutor")


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the learner's database write without waiting for the disk."""
    monkeypatch.setattr(connection, "SYNCHRONOUS", "OFF")


@pytest.fixture
def failing(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Store, FailingConnection]]:
    """Return a store in the module's `file`, and its connection, which fails when it is told to."""
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **kw: connect(*args, **kw, factory=FailingConnection))
    with Store.open(file, wait=0.0) as store:
        assert isinstance(store._db, FailingConnection)
        yield store, store._db
        store._db.left = None


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """Return folders with the bundled model's export in them, as the program makes it; that takes ten seconds."""
    home = tmp_path_factory.mktemp("exported")
    paths = Paths(home, home, home / "cache")
    (home / "user").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home / "user"))
        patch.delenv("CI", raising=False)
        open_encoder("", paths, lambda _: None, lambda *_: None).encode(["heart"])
    return paths


@pytest.fixture(scope="session")
def real_encoder(exported: Paths) -> Encoder:
    """Return the bundled model, as it is used once it has been exported."""
    return open_encoder("", exported, pytest.fail, lambda *_: pytest.fail("it was exported again"))


@pytest.fixture(scope="session")
def reference(exported: Paths) -> SentenceTransformerEncoder:
    """Return the bundled model through sentence-transformers; it takes seconds to load."""
    return SentenceTransformerEncoder(find_model("", exported.checksums_file))


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a process."""
    return plain_env(tmp_path / "home")


@pytest.fixture(scope="session")
def asking(exported: Paths, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment of a user without a home, whose notes are indexed and whose model is exported."""
    folder = tmp_path_factory.mktemp("asking")
    write_notes(folder / "notes", VAULT)
    (folder / "user").mkdir()
    # Not CI, which switches off what must not be there anyway.
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    env = {**kept, "PYTHONPATH": str(ROOT), "HOME": str(folder / "user")}
    env |= {"TUTOR_HOME": str(exported.data), "TUTOR_NOTES": str(folder / "notes")}
    done = tutor(env, "ask", "--no-save", "NLB vs ALB")
    assert done.returncode == 0, done.stderr
    return env


@pytest.fixture
def bench(tmp_path: Path, encoder: FakeEncoder) -> Bench:
    """Return a bench with the small vault, not indexed yet."""
    return Bench(write_notes(tmp_path / "vault", VAULT), tmp_path / "home", encoder)


@pytest.fixture
def library(bench: Bench) -> Iterator[Library]:
    """Return the small vault, indexed and open."""
    with bench.open() as library:
        yield library
