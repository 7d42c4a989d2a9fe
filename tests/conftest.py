"""What several tests need: a vault, where its index goes, and an encoder that is no model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.fakes import FakeEncoder
from tests.vaults import VAULT, Bench, write_notes
from tutor.encoder.sentence_transformer import SentenceTransformerEncoder
from tutor.library.library import Library

settings.register_profile(
    "tutor", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("tutor")


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture(scope="session")
def real_encoder(tmp_path_factory: pytest.TempPathFactory) -> SentenceTransformerEncoder:
    """Return the bundled model; it takes seconds to load."""
    return SentenceTransformerEncoder("", tmp_path_factory.mktemp("model") / "checksums.json")


@pytest.fixture
def bench(tmp_path: Path, encoder: FakeEncoder) -> Bench:
    """Return a bench with the small vault, not indexed yet."""
    return Bench(write_notes(tmp_path / "vault", VAULT), tmp_path / "home", encoder)


@pytest.fixture
def library(bench: Bench) -> Iterator[Library]:
    """Return the small vault, indexed and open."""
    with bench.open() as library:
        yield library
