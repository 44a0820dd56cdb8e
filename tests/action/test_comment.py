"""One comment of a pull request, kept up to date; nobody else's is touched."""

import release
from played import PROGRAM, Played, in_git
from runner import Runner

CHANGED = "**Radar: 1 change.** Since main (1234abcd), as of 2026-11-26.\n\n### Blips\n\n- **Kafka**: Trial → Adopt\n"
BOT = {"login": "github-actions[bot]"}


class Comment(Played):
    def setUp(self):
        super().setUp()
        self.server.publish(release.release(PROGRAM))
        self.machine = self.runner()
        self.play_gh(self.machine, viewer="github-actions[bot]")
        self.radar()
        in_git(self.workspace, "init", "--quiet")
        in_git(self.workspace, "commit", "--quiet", "--allow-empty", "--message=base")
        in_git(self.workspace, "commit", "--quiet", "--allow-empty", "--message=change")
        self.machine.github.update(
            event_name="pull_request", sha=in_git(self.workspace, "rev-parse", "HEAD"), base_ref="main",
            event={"pull_request": {"number": 5, "head": {"repo": {"full_name": "acme/radar"}}}})
        self.changes(CHANGED)

    def changes(self, text):
        (self.workspace / "diff.md").write_text(text, encoding="utf-8")

    def run_it(self, **inputs):
        run = self.machine.run(**inputs)
        self.assertFalse(run.failed, run.log)
        return run

    def bodies(self):
        return [one["body"] for one in self.comments()]

    def written(self):
        methods = [call["arguments"] for call in self.calls()]
        return [arguments[arguments.index("-X") + 1] for arguments in methods if "-X" in arguments]

    def test_it_is_written_once_and_then_updated(self):
        self.run_it()
        (body,) = self.bodies()
        self.assertEqual(body, f"<!-- radar . 3020105882 -->\n{CHANGED}\n"
                         "[Preview of the site](https://github.com/acme/radar/actions/runs/7/artifacts/42): a ZIP; unpack it and "
                         "open `index.html`. [The run](https://github.com/acme/radar/actions/runs/7) has the whole report.\n")
        self.changes(CHANGED.replace("Kafka", "Rust"))
        self.run_it()
        (body,) = self.bodies()
        self.assertIn("**Rust**", body)
        self.assertEqual(self.written(), ["POST", "PATCH"])

    def test_when_nothing_changes_any_more(self):
        self.changes("Nothing on the radar changed since main (1234abcd).\n")
        self.run_it()
        self.assertEqual(self.bodies(), [])
        self.changes(CHANGED)
        self.run_it()
        self.changes("Nothing on the radar changed since main (1234abcd).\n")
        self.run_it()
        (body,) = self.bodies()
        self.assertEqual(body.split("\n")[1], "Nothing on the radar changed since main (1234abcd).")

    def test_comments_of_others(self):
        mark = "<!-- radar . 3020105882 -->"
        others = [
            {"id": 1, "user": {"login": "mallory"}, "body": f"{mark}\nmine"},
            {"id": 2, "user": BOT, "body": f"see\n{mark}"},
            {"id": 3, "user": BOT, "body": "<!-- radar-nudge -->\nhello"},
            {"id": 4, "user": BOT, "body": "<!-- radar docs 1 -->\nanother radar"},
            {"id": 5, "user": {"login": "ghost"}, "body": ""},
        ]
        self.comments(others)
        self.run_it()
        self.assertEqual(self.comments()[:5], others)
        self.assertEqual(len(self.comments()), 6)

    def test_more_than_a_hundred_comments(self):
        self.comments([{"id": number, "user": {"login": "ada"}, "body": "hello\r\nthere"} for number in range(1, 251)])
        self.run_it()
        self.run_it()
        self.assertEqual(len(self.comments()), 251)

    def test_two_of_two_runs_become_one(self):
        mark = "<!-- radar . 3020105882 -->\r"
        self.comments([{"id": number, "user": BOT, "body": f"{mark}\nold"} for number in (11, 12, 13)])
        self.run_it()
        self.assertEqual([one["id"] for one in self.comments()], [11])
        self.assertIn("Kafka", self.bodies()[0])

    def test_one_that_was_deleted_meanwhile(self):
        self.comments([{"id": 11, "user": BOT, "body": "<!-- radar . 3020105882 -->\nold"}])
        self.rules(viewer="github-actions[bot]", **{"deleted meanwhile": [11]})
        run = self.run_it()
        self.assertEqual(run.said("notice"), [])
        self.assertEqual(self.written(), ["PATCH", "POST"])

    def test_another_account(self):
        self.rules(viewer="our-radar[bot]")
        self.comments([{"id": 11, "user": BOT, "body": "<!-- radar . 3020105882 -->\nof the other account"}])
        self.run_it()
        self.run_it()
        self.assertEqual([one["user"]["login"] for one in self.comments()], ["github-actions[bot]", "our-radar[bot]"])

    def test_an_account_that_is_not_told(self):
        self.rules()
        self.run_it()
        self.run_it()
        self.assertEqual(len(self.comments()), 1)

    def test_a_token_that_may_only_read(self):
        self.rules(POST="gh: Resource not accessible by integration (HTTP 403)")
        run = self.run_it()
        (notice,) = run.said("notice")
        self.assertRegex(notice, r"^There is no comment: gh: Resource not accessible by integration \(HTTP 403\)\. Writing one needs pull-requests: write\.")
        self.assertIn("**Kafka**", run.summary)

    def test_no_right_to_read(self):
        self.rules(GET="gh: Not Found (HTTP 404)")
        self.assertRegex(self.run_it().said("notice")[0], "^There is no comment: gh: Not Found")
        self.assertEqual(self.written(), [])

    def test_a_conversation_that_is_locked(self):
        self.comments([{"id": 11, "user": BOT, "body": "<!-- radar . 3020105882 -->\nold"}])
        self.rules(viewer="github-actions[bot]", PATCH="gh: Unable to update comment because issue is locked (HTTP 403)")
        self.assertRegex(self.run_it().said("notice")[0], "issue is locked")
        self.assertEqual(self.written(), ["PATCH"])

    def test_no_gh(self):
        (self.machine.bin / "gh").unlink()
        self.assertRegex(self.run_it().said("notice")[0], "^There is no comment, because this runner has no gh")

    def test_not_wanted(self):
        self.run_it(comment="false")
        self.assertEqual(self.calls(), [])

    def test_too_long(self):
        # GitHub counts characters, this script bytes.
        for line, words in [("ä" * 50 + "\n", None), ("long " * 20 + "\n", None)]:
            self.changes(CHANGED + line * 2000)
            self.run_it()
            (body,) = self.bodies()
            self.assertLess(len(body), 65000)
            self.assertIn("The report is too long for a comment.", body)
            self.assertIn("[The run](https://github.com/acme/radar/actions/runs/7)", body)

    def test_signatures_are_in_it_if_somebody_should_look(self):
        found = b"### Signatures: 1 to look at\\n\\n| what |\\n|---|\\n| review |\\n" + b"x" * 600
        program = PROGRAM.replace(b"### Signatures: nothing to report\\n", found)
        self.server.publish(release.release(program))
        self.changes("Nothing on the radar changed since main (1234abcd).\n")
        self.run_it()
        (body,) = self.bodies()
        self.assertIn("### Signatures: 1 to look at", body)
        # If it does not fit, the summary has it.
        self.changes(CHANGED + "long " * 12_850)
        self.run_it()
        (body,) = self.bodies()
        self.assertIn("**Kafka**", body)
        self.assertNotIn("Signatures", body)
        self.assertIn("The report is too long for a comment.", body)

    def test_enterprise(self):
        self.machine.github["server_url"] = "https://ghe.example"
        gh = self.machine.bin / "gh"
        gh.rename(self.machine.bin / "gh-played")
        gh.write_text('#!/usr/bin/env bash\necho "$GH_HOST ${GH_ENTERPRISE_TOKEN:-none}" >> "$HOME/hosts"\nexec gh-played "$@"\n')
        gh.chmod(0o755)
        self.run_it()
        self.assertEqual(set((self.machine.home / "hosts").read_text().splitlines()), {"ghe.example token-of-the-run"})
        self.assertEqual(len(self.bodies()), 1)
