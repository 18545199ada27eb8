"""A checkout of three clauses in which nothing is missing."""

from pathlib import Path

import pytest

FILES = {
    "spec/01-numbers.md": """# Numbers
> **MAT-031** (MUST, world, since 1.0) A quotation.
**NUM-001** (MUST, ours, since 1.0) Every number is
a whole one.

## Bounds
**NUM-002** (DEF, world, since 1.0) An *atom* is small.
""",
    "spec/10-invariants.md": "**INV-001** (MUST, industry, since 1.0) Nothing is lost.\n",
    "spec/reasons.toml": '[[reason]]\nname = "odd"\nclause = "NUM-001"\n',
    "spec/parameters.toml": '[[parameter]]\nname = "most"\nclause = "NUM-002"\n',
    "reference/tallystick/reference/numbers.py": '''def half(number: int) -> int:
    """Half of it (NUM-001)."""
    return number // 2  # [NUM-001]
''',
    "fast/tallystick/fast/numbers.py": "HALF = 2\n",
    "conformance/tallystick/conformance/auditor.py": 'LOST = "INV-001"\n',
    "conformance/tallystick/conformance/vectors/num-odd.json": '{"clauses": ["NUM-001"]}',
    "conformance/tallystick/conformance/faults/catalogue/a01.py": 'F = Fault(clause="NUM-001")\n',
    "conformance/tallystick/conformance/tracing/exemptions.toml": "exempt = []\n",
    "tests/reference/contracts.toml": '[numbers]\nhalf = { status = "confirmed" }\n',
    "tests/test_numbers.py": '''"""NUM-002 to NUM-009 are not meant one by one."""

def test_nothing_is_lost() -> None:
    """INV-001"""
''',
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path
