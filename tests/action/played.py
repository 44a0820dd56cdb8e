"""What the tests of the action share: a runner, a server that plays its releases, and a gh that plays GitHub."""

import json
import os
import shutil
import tempfile
import unittest
from pathlib import Path

import release
import runner

HERE = Path(__file__).resolve().parent

# A program of a release, as far as the action asks it. Its exit code of `check` is in a file beside the radar.
PROGRAM = b"""#!/usr/bin/env bash
echo "$@" >> "$HOME/asked"
echo "${GH_TOKEN:-}${GITHUB_TOKEN:-}" >> "$HOME/tokens"
old() { echo "error: unrecognized subcommand '$1'" >&2; exit 2; }
case " $* " in
  *" --version "*) echo "radar 0.1.0" ;;
  *" check "*) if [[ -e check.code ]]; then exit "$(cat check.code)"; fi ;;
  *" build "*) while [[ $1 != --out ]]; do shift; done; mkdir "$2" && echo page > "$2/index.html" && : > "$2/.radar-manifest" ;;
  *" audit "*) if [[ -e audit.said ]]; then cat audit.said >&2; exit 2; fi; printf '### Signatures: nothing to report\\n' ;;
  *" diff "*) if [[ -e diff.md ]]; then cat diff.md; else echo "Nothing on the radar changed since main (1234abcd)."; fi ;;
  *" due "*) printf '**Nothing is waiting for a review.**\\n' ;;
esac
"""


class Played(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="radar-action-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.server = release.Server()
        self.addCleanup(self.server.close)
        self.workspace = self.folder / "work space"
        self.workspace.mkdir()

    def runner(self, repository=None, without=(), also=(), limits=runner.LIMITS):
        action = runner.copy_action(self.folder / "action's", self.server.repository if repository is None else repository, limits=limits)
        bin = runner.tools(self.folder / "bin", without, also)
        return runner.Runner(self.folder, action, self.workspace, bin)

    def play_gh(self, machine, **rules):
        """Puts a gh on the PATH that plays GitHub."""
        self.play = self.folder / "play"
        self.play.mkdir()
        (self.play / "rules.json").write_text(json.dumps(rules))
        (self.play / "comments.json").write_text("[]")
        (self.play / "calls").write_text("")
        gh = machine.bin / "gh"
        gh.write_text((HERE / "bin" / "gh").read_text())
        gh.chmod(0o755)
        machine.env["GH_PLAY"] = str(self.play)

    def rules(self, **rules):
        (self.play / "rules.json").write_text(json.dumps(rules))

    def calls(self):
        return [json.loads(line) for line in (self.play / "calls").read_text().splitlines()]

    def comments(self, kept=None):
        if kept is not None:
            (self.play / "comments.json").write_text(json.dumps(kept))
        return json.loads((self.play / "comments.json").read_text())

    def radar(self, folder="."):
        """Makes a folder that has the form of a radar."""
        made = self.workspace / folder / "radar"
        made.mkdir(parents=True)
        (made / "radar.toml").write_text("")
        return made.parent

    def assert_nothing_installed(self, run, machine):
        self.assertTrue(run.failed, run.log)
        self.assertEqual(run.path, [])
        left = [path for path in machine.cache.rglob("*") if path.name != "radar" or path.is_file()]
        self.assertEqual(left, [], "something half unpacked")


def in_git(folder, *arguments, **env):
    """Runs git as nobody in particular."""
    import subprocess

    return subprocess.run(
        ["git", "-c", "init.defaultBranch=main", "-c", "commit.gpgSign=false", *arguments],
        cwd=folder,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "Ada Lovelace",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada Lovelace",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
            **env,
        },
    ).stdout.strip()
