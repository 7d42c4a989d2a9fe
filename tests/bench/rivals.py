"""The environment of what tutor is measured against: made once, apart from tutor's own, and not needed by it."""

import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

_HERE = Path(__file__).parent
_CONSTRAINTS = _HERE.parents[1] / "constraints.txt"


def rivals_python(folder: Path | None) -> Path | None:
    """Return the Python that has LangChain, or None, with a line on stderr, where it cannot be installed.

    It uses the torch and sentence-transformers of the environment that this runs in, so that both sides have the same.

    Args:
        folder: of the environment; one among the temporary files if None.
    """
    folder = folder or Path(tempfile.gettempdir()) / "tutor-bench-rivals"
    python = folder / "bin" / "python"
    if python.exists() and not subprocess.run([python, "-c", "import langchain_huggingface"], check=False).returncode:
        return python
    print(f"Installing LangChain into {folder}, once.", file=sys.stderr)
    venv.create(folder, with_pip=True, clear=True)
    site = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages"
    (site / "shared.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["-c", str(_CONSTRAINTS), "-r", str(_HERE / "rivals.txt")]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        print("LangChain cannot be installed here: its figures are left out.", file=sys.stderr)
        return None
    return python
