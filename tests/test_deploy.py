"""What stands in deploy/ and .github/: one policy everywhere, and files that only name what there is."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
import yaml

from tests.support import ROOT

DEPLOY = ROOT / "deploy"
POLICY = re.compile(r"default-src 'none'; script-src [^\"\n]*trusted-types explainer")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def policies(path: str) -> set[str]:
    """Every policy for pages that a file holds."""
    return set(POLICY.findall((ROOT / path).read_text(encoding="utf-8")))


def test_the_policy_is_the_same_on_every_host_and_in_the_pages() -> None:
    (policy,) = policies("deploy/nginx.conf")
    for path in ("deploy/_headers", "deploy/Caddyfile", "deploy/cloudfront.json"):
        assert policies(path) == {policy}, path
    # A page cannot forbid to be framed; hosts can.
    assert policies("overrides/base.html") == {policy.replace("frame-ancestors 'none'; ", "")}


def test_the_policy_allows_nothing_inline_and_no_other_origin() -> None:
    (policy,) = policies("deploy/nginx.conf")
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert not re.search(r"unsafe|https?:|\*|data:|blob:", policy)
    assert {rules[name] for name in ("base-uri", "form-action", "frame-ancestors")} == {"'none'"}
    assert rules["require-trusted-types-for"] == "'script'"


def test_other_headers_are_the_same_on_every_host() -> None:
    underscore = (DEPLOY / "_headers").read_text(encoding="utf-8")
    everywhere = dict(re.findall(r"^  ([A-Z][\w-]+): (.*)$", underscore.split("\n\n")[0], re.MULTILINE))
    assert len(everywhere) == 7
    cloudfront = json.loads((DEPLOY / "cloudfront.json").read_text(encoding="utf-8"))
    custom = {item["Header"]: item["Value"] for item in cloudfront["CustomHeadersConfig"]["Items"]}
    assert custom.items() <= everywhere.items()
    assert cloudfront["CustomHeadersConfig"]["Quantity"] == len(custom)
    for name, value in everywhere.items():
        for path in ("nginx.conf", "Caddyfile"):
            text = (DEPLOY / path).read_text(encoding="utf-8")
            assert name in text, (path, name)
            assert f'"{value}"' in text, (path, name)
    assert max(map(len, underscore.splitlines())) < 2000, "Netlify and Cloudflare read no longer lines"


def test_the_readme_tells_every_file_and_every_header() -> None:
    readme = (DEPLOY / "README.md").read_text(encoding="utf-8")
    names = {file.name for file in DEPLOY.iterdir()} - {"README.md"}
    headers = set(re.findall(r"^  ([A-Z][\w-]+):", (DEPLOY / "_headers").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"^\| `([\w.]+)` \|", readme, re.MULTILINE)) >= names
    assert set(re.findall(r"^\| `([A-Z]\w*-[\w-]+)` \|", readme, re.MULTILINE)) == headers


def test_s3_gets_no_file_that_only_other_hosts_read() -> None:
    text = (DEPLOY / "s3.sh").read_text(encoding="utf-8")
    for hidden in ('"*.br"', '"*.gz"', '"_headers"', '"_redirects"', '".*"'):
        assert f"--exclude {hidden}" in text
    assert '--include ".well-known/*"' in text, "programs look for security.txt there"


def test_only_files_named_by_their_content_are_kept_for_ever() -> None:
    for path, pattern in (
        ("_headers", r"/assets/hashed/\*\n  Cache-Control: .*immutable"),
        ("nginx.conf", r"~/assets/hashed/ .*immutable"),
        ("Caddyfile", r"path \*/assets/hashed/\*\n\s*header @hashed .*immutable"),
        ("s3.sh", r'kept=".*immutable"[\s\S]*site/assets/hashed .*\$kept'),
    ):
        text = (DEPLOY / path).read_text(encoding="utf-8")
        assert re.search(pattern, text), path
        assert text.count("immutable") == 1, path


def test_scripts_are_whole() -> None:
    for script in (DEPLOY / "s3.sh", ROOT / ".ci" / "run"):
        subprocess.run(["bash", "-n", str(script)], check=True)
        assert script.stat().st_mode & 0o100, f"{script.name} cannot be run"


def test_the_container_runs_as_nobody_and_copies_only_what_exists() -> None:
    recipe = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    steps = [line.split(maxsplit=1) for line in recipe.splitlines() if line and not line.startswith("#")]
    known = {"ARG", "FROM", "ENV", "RUN", "WORKDIR", "COPY", "USER", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT"}
    assert {word for word, _ in steps} <= known
    last = steps[max(n for n, (word, _) in enumerate(steps) if word == "FROM") :]
    (user,) = [rest for word, rest in last if word == "USER"]
    assert not user.startswith(("0", "root"))
    assert "RUN" not in [word for word, _ in last], "the last stage must not need a shell as root"
    assert any(word == "COPY" and rest.endswith("/usr/bin/caddy") for word, rest in last), "without its capability"
    for _, rest in (step for step in steps if step[0] == "COPY"):
        source = next(part for part in rest.split() if not part.startswith("--"))
        assert "--from=" in rest or (ROOT / source).exists(), rest


@pytest.mark.parametrize("name", sorted(f.name for f in (ROOT / ".github/workflows").glob("*.yml")))
def test_workflows_are_pinned_may_only_read_and_use_words_that_exist(name: str) -> None:
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    more = {job: told["permissions"] for job, told in workflow["jobs"].items() if "permissions" in told}
    assert more == ({"deploy": {"pages": "write", "id-token": "write"}} if name == "publish.yml" else {})
    for line in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line
    for word in re.findall(r"make ([\w-]+)", text):
        assert re.search(rf"^{word}:", MAKEFILE, re.MULTILINE), f"there is no word '{word}'"
