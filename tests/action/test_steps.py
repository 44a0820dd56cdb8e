"""Which steps run in which event, and that what one cannot do stops no other."""

import os

import release
from played import PROGRAM, Played, in_git
from runner import ROOT


class Steps(Played):
    def machine(self, program=PROGRAM, folder="."):
        self.server.publish(release.release(program))
        machine = self.runner()
        self.radar(folder)
        return machine

    def done(self, run):
        return [step.name for step in run.steps if step.outcome != "skipped"]

    def pull_request(self, machine, depth=None, fork=False):
        """Makes the checkout of a pull request, as actions/checkout does."""
        upstream = self.folder / "upstream"
        self.workspace.rename(upstream)
        in_git(upstream, "init", "--quiet")
        in_git(upstream, "add", "--all")
        in_git(upstream, "commit", "--quiet", "--message=base")
        base = in_git(upstream, "rev-parse", "HEAD")
        in_git(upstream, "checkout", "--quiet", "-b", "change")
        (upstream / "new").write_text("new")
        in_git(upstream, "add", "--all")
        in_git(upstream, "commit", "--quiet", "--message=change")
        in_git(upstream, "checkout", "--quiet", "--detach", base)
        in_git(upstream, "merge", "--quiet", "--no-ff", "change", "--message=merge")
        in_git(upstream, "update-ref", "refs/pull/5/merge", "HEAD")
        in_git(upstream, "checkout", "--quiet", "main")
        self.workspace.mkdir()
        in_git(self.workspace, "init", "--quiet")
        shallow = [f"--depth={depth}"] if depth else []
        in_git(self.workspace, "fetch", "--quiet", *shallow, f"file://{upstream}", "refs/pull/5/merge")
        in_git(self.workspace, "checkout", "--quiet", "FETCH_HEAD")
        head = "stranger/radar" if fork else "acme/radar"
        machine.github.update(
            event_name="pull_request", sha=in_git(self.workspace, "rev-parse", "HEAD"), base_ref="main",
            event={"pull_request": {"number": 5, "base": {"sha": base}, "head": {"repo": {"full_name": head}}}})
        return base

    def asked(self, machine):
        lines = (machine.home / "asked").read_text().splitlines()
        return [line.removeprefix("--root=. ") for line in lines if line != "--version"]

    def test_a_push(self):
        machine = self.machine()
        run = machine.run(base_url="https://radar.example/")
        self.assertFalse(run.failed, run.log)
        self.assertEqual(self.done(run), [
            "Install radar", "Check the content", "Compare signatures with commits", "Build the site",
            "Hand the site to GitHub Pages", "Write the summary"])
        given = run.step("Hand the site to GitHub Pages").given
        self.assertEqual(os.listdir(given["path"]), ["index.html"])
        self.assertEqual(given["path"], run.outputs["site"])
        self.assertEqual(run.summary, "### Radar\n\nNo problems.\n\n**Nothing is waiting for a review.**\n\n"
                         "Built the site: 1 file, for https://radar.example/.\n")
        site = run.outputs["site"]
        self.assertEqual(self.asked(machine), [
            "check --message-format github", f"build --out {site} --base-url=https://radar.example/",
            "due --limit 5 --format markdown"])

    def test_check_builds_nothing(self):
        run = self.machine().run(command="check")
        self.assertFalse(run.failed, run.log)
        self.assertNotIn("Build the site", self.done(run))
        self.assertEqual(run.outputs["site"], "")

    def test_a_pull_request(self):
        machine = self.machine()
        self.pull_request(machine)
        self.play_gh(machine)
        run = machine.run()
        self.assertFalse(run.failed, run.log)
        self.assertEqual(self.done(run), [
            "Install radar", "Check the content", "Compare signatures with commits", "Find out what changes",
            "Build the site", "Keep a preview", "Write the summary", "Update the comment"])
        self.assertEqual(run.said("notice"), [])
        self.assertEqual(self.asked(machine)[1:4], [
            "audit --since=HEAD^1 --format markdown", "audit --since=HEAD^1 --format github", "diff --base=HEAD^1 --format markdown"])
        self.assertIn("[Preview of the site](https://github.com/acme/radar/actions/runs/7/artifacts/42)", run.summary)
        # Nothing changes, so nobody gets a comment.
        self.assertEqual(self.comments(), [])

    def test_the_branch_has_its_name(self):
        machine = self.machine()
        base = self.pull_request(machine)
        in_git(self.workspace, "update-ref", "refs/remotes/origin/main", base)
        machine.run(comment="false")
        self.assertIn("diff --base=origin/main --format markdown", self.asked(machine))

    def test_a_fork_gets_the_summary_only(self):
        machine = self.machine()
        self.pull_request(machine, fork=True)
        self.play_gh(machine)
        run = machine.run()
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.step("Update the comment").outcome, "skipped")
        self.assertEqual(self.calls(), [])
        self.assertIn("Nothing on the radar changed", run.summary)
        # The repository of the fork may be gone.
        machine.github["event"]["pull_request"]["head"]["repo"] = None
        self.assertEqual(machine.run().step("Update the comment").outcome, "skipped")

    def test_one_commit_only(self):
        machine = self.machine()
        self.pull_request(machine, depth=1)
        run = machine.run(comment="false")
        self.assertFalse(run.failed, run.log)
        self.assertIn("set fetch-depth: 0 for actions/checkout", run.summary)
        self.assertEqual(len(run.said("notice")), 2)

    def test_two_commits_are_enough_to_compare(self):
        machine = self.machine()
        self.pull_request(machine, depth=2)
        run = machine.run(comment="false")
        self.assertFalse(run.failed, run.log)
        self.assertIn("diff --base=HEAD^1 --format markdown", self.asked(machine))
        self.assertRegex(run.said("notice")[0], "^Who signed what cannot be told, because the checkout is shallow: set fetch-depth: 0")

    def test_another_commit_is_checked_out(self):
        machine = self.machine()
        base = self.pull_request(machine)
        in_git(self.workspace, "checkout", "--quiet", "HEAD^2")
        machine.run(comment="false")
        self.assertIn(f"diff --base={base} --format markdown", self.asked(machine))

    def test_no_git(self):
        machine = self.machine()
        machine.github.update(event_name="pull_request", event={"pull_request": {"number": 5}})
        run = machine.run(comment="false")
        self.assertFalse(run.failed, run.log)
        self.assertIn("The folder is no git checkout", run.summary)

    def test_a_push_is_audited_where_there_is_a_base(self):
        machine = self.machine()
        base = self.pull_request(machine)
        for before, since in [(base, [f"audit --since={base} --format markdown"]), ("0" * 40, []), ("1" * 40, [])]:
            (machine.home / "asked").write_text("")
            machine.github.update(event_name="push", event={"before": before})
            run = machine.run()
            self.assertFalse(run.failed, run.log)
            self.assertEqual([line for line in self.asked(machine) if "audit" in line and "markdown" in line], since)
            self.assertEqual(run.said("notice"), [])

    def test_errors_fail_after_all_has_been_said(self):
        machine = self.machine(PROGRAM.replace(b"if [[ -e check.code ]]; then", b"echo '::error file=a::b' >&2; echo '::warning file=c::d' >&2; echo '::add-mask::e' >&2; echo '4 blips' >&2; if true; then echo 1 > check.code;"))
        self.pull_request(machine)
        self.play_gh(machine)
        (self.workspace / "diff.md").write_text("**Radar: 1 change.** Since main.\n")
        run = machine.run()
        self.assertTrue(run.failed)
        self.assertEqual(self.done(run)[-3:], ["Write the summary", "Update the comment", "Pass or fail"])
        self.assertEqual(run.step("Pass or fail").code, 1)
        self.assertEqual([run.said(level) for level in ("error", "warning", "add-mask")], [["b"], ["d"], []])
        self.assertNotIn("Build the site", self.done(run))
        self.assertIn("**1 error, 1 warning**, beside the lines that cause them.", run.summary)
        self.assertIn("**1 error, 1 warning**", self.comments()[0]["body"])

    def test_a_program_that_is_stopped(self):
        run = self.machine(PROGRAM.replace(b'exit "$(cat check.code)"', b"exit 9").replace(b"[[ -e check.code ]]", b"echo 'error: no radar' >&2; true")).run()
        self.assertTrue(run.failed)
        self.assertEqual(run.said("error"), ["no radar"])

    def test_the_history_cannot_be_read(self):
        machine = self.machine()
        self.pull_request(machine)
        (self.workspace / "audit.said").write_text("error: git cannot be started\n")
        run = machine.run(comment="false")
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.said("notice"), ["Signatures were not compared with commits: git cannot be started"])

    def test_an_old_version(self):
        old = PROGRAM.replace(b'case " $* " in', b'case " $* " in *" audit "*|*" diff "*|*" due "*) old "$2" ;;')
        machine = self.machine(old)
        self.pull_request(machine)
        run = machine.run(comment="false")
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.said("notice"), [
            "radar 0.1.0 does not know `audit --since`, so signatures are not compared with commits. A later version does.",
            "radar 0.1.0 does not know `diff --base`, so what changes is not known. A later version does."])
        self.assertIn("What changes is not known. radar 0.1.0 cannot compare with a commit.", run.summary)
        machine.github["event_name"] = "push"
        run = machine.run()
        self.assertFalse(run.failed, run.log)

    def test_an_option_that_an_old_version_lacks(self):
        check = b"""*" check "*" github "*) echo "error: unexpected argument '--message-format' found" >&2; exit 2 ;; *" check "*)"""
        run = self.machine(PROGRAM.replace(b'*" check "*)', check)).run()
        self.assertFalse(run.failed, run.log)
        self.assertRegex(run.said("notice")[0], "^radar 0.1.0 does not know `check --message-format github`, so problems have no annotations")

    def test_a_preview_that_cannot_be_kept(self):
        machine = self.machine()
        self.pull_request(machine)
        machine.fails.add("actions/upload-artifact")
        run = machine.run(comment="false")
        self.assertFalse(run.failed, run.log)
        self.assertNotIn("Preview", run.summary)

    def test_github_enterprise_server(self):
        machine = self.machine()
        machine.github["server_url"] = "https://ghe.example"
        run = machine.run()
        self.assertFalse(run.failed, run.log)
        self.assertEqual(self.done(run)[-2:], ["Build the site", "Write the summary"])
        self.assertTrue(os.path.exists(run.outputs["site"]))

    def test_names_that_are_hard(self):
        for folder in ["a b", "-x", "it's \"quoted\"", "$(touch hacked)`touch hacked`;&", "line\nbreak", "ünïcode", "--version", "*"]:
            with self.subTest(folder):
                if (self.folder / "bin").exists():
                    import shutil
                    for used in ("bin", "action's", "temp", "cache", "home", "work space", "upstream", "play"):
                        shutil.rmtree(self.folder / used, ignore_errors=True)
                    self.workspace.mkdir()
                machine = self.machine(folder=folder)
                self.pull_request(machine)
                self.play_gh(machine)
                (self.workspace / "diff.md").write_text("**Radar: 1 change.** Since main.\n")
                run = machine.run(root=folder)
                self.assertFalse(run.failed, run.log)
                self.assertEqual(run.said("notice"), [])
                self.assertEqual(len(self.comments()), 1)
                self.assertRegex(run.step("Keep a preview").given["name"], r"^radar-preview-[A-Za-z0-9._-]+$")
                self.assertRegex(run.step("Keep a preview").given["path"], r"^[\w./-]+$")
                first, second = self.comments()[0]["body"].split("\n")[:2]
                self.assertRegex(first, r"^<!-- radar [\w./]+ \d+ -->$")
                self.assertRegex(second, r"^### Radar in `[^`]+`$")
                # The same comment again.
                machine.run(working_directory=folder, root="" if folder == "*" else ".")
                self.assertEqual(len(self.comments()), 1)
                self.assertFalse(list(self.folder.rglob("hacked")))

    def test_a_folder_that_is_not_there(self):
        run = self.machine().run(root="docs/radar")
        self.assertEqual(run.said("error"), ["root: there is no folder docs/radar in the checkout."])
        run = self.machine_again().run(working_directory="-")
        self.assertEqual(run.said("error"), ["working-directory: there is no folder - in the checkout."])

    def machine_again(self):
        from runner import Runner
        return Runner(self.folder, self.folder / "action's", self.workspace, self.folder / "bin")

    def test_what_the_program_says_is_no_command(self):
        said = b'*" build "*) echo "::error::forged" >&2; echo "::add-mask::a" >&2;'
        run = self.machine(PROGRAM.replace(b'*" build "*)', said)).run()
        self.assertFalse(run.failed, run.log)
        self.assertIn("::error::forged", run.log)
        self.assertEqual(run.said("error"), [])
        self.assertEqual(run.said("add-mask"), [])

    def test_the_token_is_for_gh_only(self):
        machine = self.machine()
        self.pull_request(machine)
        self.play_gh(machine)
        machine.run()
        self.assertEqual(set((machine.home / "tokens").read_text().split("\n")), {""})

    def test_scripts_have_no_expressions(self):
        for script in (ROOT / "action").glob("*.sh"):
            self.assertNotIn("${{", script.read_text())
