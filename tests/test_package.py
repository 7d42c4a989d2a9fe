"""What importing the package does to the environment."""

import os
import re
import subprocess
import sys

import pytest

import tutor

SWITCHES = {
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "TRANSFORMERS_VERBOSITY": "error",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}


def environment_after_import(**preset: str) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in SWITCHES} | preset
    code = "import os, tutor; print(*(f'{k}={v}' for k, v in os.environ.items()), sep='\\0')"
    run = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True)
    return dict(pair.split("=", 1) for pair in run.stdout.decode().strip().split("\0"))


def test_importing_the_package_switches_telemetry_and_network_off() -> None:
    assert SWITCHES.items() <= environment_after_import().items()


@pytest.mark.parametrize("name", SWITCHES)
def test_what_the_user_has_set_is_kept(name: str) -> None:
    assert environment_after_import(**{name: "mine"})[name] == "mine"


def test_the_version_is_a_release_number() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", tutor.__version__)
