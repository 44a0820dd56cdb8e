"""The program itself, from an archive of a release, on the checkout of a real pull request: the summary and the comment
are those in expected/. EXPECTED=overwrite writes them anew."""

import datetime
import os
import re
import shutil
from pathlib import Path

import content
import release
from played import HERE, Played, in_git

RADAR = Path(os.environ["RADAR"])


class PullRequest(Played):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.today = datetime.date.today()
        # The release has a script in place of the program, which is large in a debug build.
        self.server.publish(release.release(f'#!/usr/bin/env bash\nexec {RADAR} "$@"\n'.encode()))
        self.machine = self.runner()
        self.play_gh(self.machine, viewer="github-actions[bot]")
        self.upstream = self.folder / "upstream"
        self.upstream.mkdir()
        in_git(self.upstream, "init", "--quiet")

    def commit(self, files, folder, who="Ada Lovelace <ada@example.org>"):
        for path, text in files.items():
            file = self.upstream / folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        in_git(self.upstream, "add", "--all")
        name, address = who.rstrip(">").split(" <")
        in_git(self.upstream, "commit", "--quiet", "--message=change", GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=address)
        return in_git(self.upstream, "rev-parse", "HEAD")

    def branch(self, folder="."):
        """Makes the base, and a branch from it."""
        self.base = self.commit(content.base(self.today), folder)
        in_git(self.upstream, "checkout", "--quiet", "-b", "change")

    def check_out(self, depth=None):
        """Checks the pull request out as GitHub does: a commit that merges it."""
        in_git(self.upstream, "checkout", "--quiet", "main")
        (self.upstream / "elsewhere").write_text("main has moved meanwhile")
        in_git(self.upstream, "add", "--all")
        in_git(self.upstream, "commit", "--quiet", "--message=elsewhere")
        self.base = in_git(self.upstream, "rev-parse", "HEAD")
        in_git(self.upstream, "checkout", "--quiet", "--detach")
        in_git(self.upstream, "merge", "--quiet", "--no-ff", "--message=merge", "change")
        in_git(self.upstream, "update-ref", "refs/pull/5/merge", "HEAD")
        shutil.rmtree(self.workspace)
        self.workspace.mkdir()
        in_git(self.workspace, "init", "--quiet")
        shallow = [f"--depth={depth}"] if depth else []
        # All branches, if it is told to take the whole history.
        branches = [] if depth else ["+refs/heads/*:refs/remotes/origin/*"]
        in_git(self.workspace, "fetch", "--quiet", *shallow, f"file://{self.upstream}", "refs/pull/5/merge", *branches)
        in_git(self.workspace, "checkout", "--quiet", "FETCH_HEAD")
        self.machine.github.update(
            event_name="pull_request", sha=in_git(self.workspace, "rev-parse", "HEAD"), base_ref="main",
            event={"pull_request": {"number": 5, "base": {"sha": self.base}, "head": {"repo": {"full_name": "acme/radar"}}}})

    def assert_as_expected(self, name, text):
        """Compares with a file that names neither a day nor a commit."""
        text = text.replace(str(self.today), "TODAY").replace(str(content.months_before(self.today, 20)), "20-MONTHS-AGO")
        text = re.sub(r"\b[0-9a-f]{8,9}\b(?!\.html)", "COMMIT", text)
        file = HERE / "expected" / name
        if os.environ.get("EXPECTED") == "overwrite":
            file.write_text(text, encoding="utf-8")
        self.assertEqual(text, file.read_text(encoding="utf-8"))

    def test_what_changes(self):
        self.branch()
        by_ada, by_max = content.change(self.today)
        self.commit(by_ada, ".")
        self.commit(by_max, ".", "Max Manager <max@example.org>")
        self.check_out()
        run = self.machine.run()
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.said("notice"), [])
        self.assert_as_expected("pull-request.summary.md", run.summary)
        (comment,) = self.comments()
        self.assert_as_expected("pull-request.comment.md", comment["body"])
        # Nothing of a hostile name is markup.
        for text in (run.summary, comment["body"]):
            for markup in ["@octocat", "@acme", r"!\[x", r"(?<!\\)<img", "#12", "GH-12", r"(?<!\\)`\""]:
                self.assertNotRegex(text, markup)
        # Annotations name files from the top of the repository.
        self.assertRegex(run.log, r"::warning file=radar/blips/kafka\.toml,line=\d+,.*title=imposed-ring")
        self.assertRegex(run.log, r"::warning file=radar/blips/nomad\.toml,line=\d+,title=entered-by-other")
        site = Path(run.step("Keep a preview").given["path"])
        self.assertIn("Our radar", (site / "index.html").read_text(encoding="utf-8"))
        self.assertFalse((site / ".radar-manifest").exists())

    def test_a_radar_in_a_folder(self):
        folder = "docs/our radar"
        self.branch(folder)
        by_ada, _ = content.change(self.today)
        self.commit({"radar/blips/rust.toml": by_ada["radar/blips/rust.toml"]}, folder)
        self.check_out(depth=2)
        run = self.machine.run(root="our radar", working_directory="docs", base_url="https://elsewhere.example/")
        self.assertFalse(run.failed, run.log)
        self.assert_as_expected("folder.summary.md", run.summary)
        self.assert_as_expected("folder.comment.md", self.comments()[0]["body"])
        self.assertIn("shallow", run.said("notice")[0])

    def test_errors(self):
        self.branch()
        self.commit({"radar/people.toml": "nonsense = 1\n" + content.base(self.today)["radar/people.toml"]}, ".")
        self.check_out()
        run = self.machine.run()
        self.assertTrue(run.failed)
        self.assertEqual(run.step("Pass or fail").code, 1)
        self.assertEqual(len(run.said("error")), 1, "each error is an annotation once")
        self.assert_as_expected("errors.summary.md", run.summary)
        self.assert_as_expected("errors.comment.md", self.comments()[0]["body"])

    def test_nothing_changes(self):
        self.branch()
        self.commit({"README.md": "hello"}, ".")
        self.check_out()
        run = self.machine.run()
        self.assertFalse(run.failed, run.log)
        self.assert_as_expected("nothing.summary.md", run.summary)
        self.assertEqual(self.comments(), [])

    def test_a_push(self):
        self.branch()
        self.check_out()
        self.machine.github.update(event_name="push", event={"before": "0" * 40})
        run = self.machine.run(base_url="https://acme.github.io/radar/")
        self.assertFalse(run.failed, run.log)
        summary = re.sub(r"\d+ files", "N files", re.sub(r"\d+ days ago", "N days ago", run.summary))
        self.assert_as_expected("push.summary.md", summary)
        self.assertIn("https://acme.github.io/radar/", (Path(run.outputs["site"]) / "radar.json").read_text(encoding="utf-8"))

    def test_links_that_a_pull_request_commits(self):
        self.branch()
        secret = self.folder / "secret"
        secret.write_text("a secret of the runner")
        output = self.upstream / "output"
        output.mkdir()
        for name in (".hidden", "visible"):
            (output / name).symlink_to(secret)
        self.commit({"radar/about.md": "About us."}, ".")
        self.check_out()
        run = self.machine.run()
        self.assertFalse(run.failed, run.log)
        site = Path(run.step("Keep a preview").given["path"])
        self.assertEqual([path for path in site.rglob("*") if path.is_symlink()], [])
        self.assertFalse((site / ".hidden").exists())

    def test_a_repository_that_a_pull_request_commits(self):
        """Git takes a folder for a bare repository that has these four, and its settings name programs."""
        folder = "docs/radar"
        self.branch(folder)
        ran = self.folder / "ran"
        settings = f"""[core]
repositoryformatversion = 1
bare = true
[extensions]
partialClone = o
[remote "o"]
promisor = true
url = .
uploadpack = "> {ran}; git-upload-pack"
"""
        files = {"HEAD": "1" * 40 + "\n", "objects/x": "", "refs/x": "", "config": settings}
        self.commit(files, folder)
        self.check_out()
        # Not a commit that the checkout has.
        self.machine.github["event"]["pull_request"]["base"]["sha"] = "2" * 40
        for event in ("pull_request", "merge_group", "push"):
            self.machine.github["event_name"] = event
            self.machine.github["event"].update(before="2" * 40, merge_group={"base_sha": "2" * 40})
            run = self.machine.run(root=folder)
            self.assertFalse(ran.exists(), f"{event}: {run.log}")
            self.assertFalse(run.failed, run.log)
            self.assertIn("Our radar", (Path(run.outputs["site"]) / "index.html").read_text(encoding="utf-8"))
