"""Servers that are slow, broken, elsewhere or not there: a sentence for each, and nothing half done."""

import time

import release
from played import PROGRAM, Played
from test_install import ARCHIVE, SUMS


class Network(Played):
    def run_with(self, **answers):
        files = release.release(PROGRAM)
        self.server.publish(files)
        for path, answer in answers.items():
            path, content = {"sums": (SUMS, files["SHA256SUMS"]), "archive": (ARCHIVE, files[release.name()])}[path]
            self.server.files[path] = answer(content)
        self.machine = self.runner()
        return self.machine.run(command="none")

    def refused(self, words, **answers):
        run = self.run_with(**answers)
        self.assert_nothing_installed(run, self.machine)
        (error,) = run.said("error")
        self.assertRegex(error, words)

    def test_500_twice_and_then_it_works(self):
        run = self.run_with(sums=lambda content: release.failing_first(2, 500, content),
                            archive=lambda content: release.failing_first(2, 503, content))
        self.assertFalse(run.failed, run.log)
        self.assertEqual(self.server.requests, [SUMS] * 3 + [ARCHIVE] * 3)

    def test_500_for_ever(self):
        self.refused(r"^127\.0\.0\.1:\d+ answered 500 when asked for .*SHA256SUMS\. It was asked 4 times\.$",
                     sums=lambda content: release.failing_first(99, 500, content))
        self.assertEqual(self.server.requests, [SUMS] * 4)

    def test_403_is_not_asked_again(self):
        self.refused("answered 403 when asked for", archive=lambda content: release.failing_first(99, 403, content))
        self.assertEqual(self.server.requests, [SUMS, ARCHIVE])

    def test_redirect(self):
        moved = lambda content: self.server.files.update({"/elsewhere": content}) or release.redirecting("/elsewhere")  # noqa: E731
        run = self.run_with(archive=moved)
        self.assertFalse(run.failed, run.log)
        self.assertEqual(self.server.requests, [SUMS, ARCHIVE, "/elsewhere"])

    def test_redirect_to_another_protocol(self):
        self.refused("leads to an address that is not used", archive=lambda content: release.redirecting("file:///etc/passwd"))

    def test_redirect_in_a_circle(self):
        self.refused("leads to an address that is not used", archive=lambda content: release.redirecting(ARCHIVE))

    def test_slow_server(self):
        begun = time.monotonic()
        self.refused("^127.0.0.1:.* is too slow: .* did not arrive in time", archive=lambda content: release.slow)
        self.assertLess(time.monotonic() - begun, 30)

    def test_connection_that_is_cut(self):
        self.refused("cannot be reached: .*It was asked 4 times", archive=release.cut_short)

    def test_no_network(self):
        machine = self.runner(f"http://127.0.0.1:{release.closed_port()}/acme/tools")
        run = machine.run(command="none")
        self.assert_nothing_installed(run, machine)
        self.assertRegex(run.said("error")[0], r"^127\.0\.0\.1:\d+ cannot be reached: .* asked 4 times\. If this runner needs a proxy")

    def test_settings_of_curl_are_not_read(self):
        files = release.release(PROGRAM)
        self.server.publish(files)
        machine = self.runner()
        (machine.home / ".curlrc").write_text('output = "/dev/null"\nurl = "http://127.0.0.1:1/"\n')
        run = machine.run(command="none")
        self.assertFalse(run.failed, run.log)


class Address(Played):
    """Only the action's own files and GitHub's word decide where the program comes from."""

    def from_where(self, repository, **github):
        machine = self.runner(repository)
        machine.github.update(github)
        # What a workflow might set.
        machine.env.update(REPOSITORY="https://evil.example/x/y", ACTION_REPOSITORY="evil/evil", SERVER="https://evil.example")
        curl = machine.bin / "curl"
        curl.unlink()
        curl.write_text('#!/usr/bin/env bash\necho "$@" >> "$HOME/curled"\nprintf 404\n')
        curl.chmod(0o755)
        self.machine = machine
        run = machine.run(command="none")
        self.assertTrue(run.failed)
        curled = machine.home / "curled"
        words = curled.read_text().split() if curled.exists() else []
        return words[words.index("--url") + 1] if words else run.said("error")[0]

    def test_cargo_toml(self):
        self.assertEqual(self.from_where("https://github.com/acme/tools/"),
                         "https://github.com/acme/tools/releases/download/v0.1.0/SHA256SUMS")
        self.assertIn("--proto =https --proto-redir =https", (self.machine.home / "curled").read_text())

    def test_the_repository_of_the_action(self):
        self.assertEqual(self.from_where("", action_repository="acme/radar", server_url="https://ghe.example"),
                         "https://ghe.example/acme/radar/releases/download/v0.1.0/SHA256SUMS")

    def test_nothing(self):
        self.assertIn("Nothing says where the releases of radar are", self.from_where(""))

    def test_a_checkout(self):
        for origin, address in [
            ("https://github.com/acme/tools", "https://github.com/acme/tools"),
            ("https://github.com/acme/tools.git", "https://github.com/acme/tools"),
            ("https://x-access-token:secret@github.com/acme/tools.git", "https://github.com/acme/tools"),
            ("git@github.com:acme/tools.git", "https://github.com/acme/tools"),
            ("ssh://git@github.com/acme/tools.git", "https://github.com/acme/tools"),
        ]:
            with self.subTest(origin):
                if not hasattr(self, "machine"):
                    self.from_where("")
                # Of the step before, if GitHub's runner leaves it.
                self.machine.github["action_repository"] = "actions/checkout"
                git = self.machine.action / ".git"
                git.mkdir(exist_ok=True)
                (git / "config").write_text(f'[remote "origin"]\n\turl = {origin}\n')
                run = self.machine.run(command="none")
                self.assertNotIn("secret", run.log)
                self.assertIn(f"There is no release v0.1.0 at {address},", run.said("error")[0])

    def test_what_is_no_address(self):
        for repository in ["http://github.com/a/b", "ftp://a/b/c", "https://a b/c", "https://a/b\\nc", "-x", "http://127.0.0.1.evil.example/a"]:
            with self.subTest(repository):
                if not hasattr(self, "machine"):
                    self.from_where("https://github.com/acme/tools")
                cargo = self.machine.action / "Cargo.toml"
                lines = [line for line in cargo.read_text().split("\n") if not line.startswith("repository")]
                cargo.write_text("\n".join(lines).replace("[package]", f'[package]\nrepository = "{repository}"'))
                self.assertIn("which is no address of a repository", self.machine.run(command="none").said("error")[0])
