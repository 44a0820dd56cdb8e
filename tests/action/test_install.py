"""The program comes from the release, whole and unchanged, or not at all."""

import os
import subprocess

import release
from played import PROGRAM, Played

SUMS = f"/acme/tools/releases/download/v0.1.0/SHA256SUMS"
ARCHIVE = f"/acme/tools/releases/download/v0.1.0/{release.name()}"


class Install(Played):
    def install(self, files=None, **inputs):
        self.server.publish(files if files is not None else release.release(PROGRAM))
        self.machine = self.runner()
        return self.machine.run(command="none", **inputs)

    def refused(self, words, files=None, **inputs):
        run = self.install(files, **inputs)
        self.assert_nothing_installed(run, self.machine)
        (error,) = run.said("error")
        self.assertRegex(error, words)

    def test_right_sum(self):
        run = self.install()
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.outputs["version"], "0.1.0")
        (folder,) = run.path
        said = subprocess.run([f"{folder}/radar", "--version"], stdout=subprocess.PIPE, text=True, check=True,
                              env={"HOME": str(self.folder), "PATH": os.environ["PATH"]}).stdout
        self.assertEqual(said, "radar 0.1.0\n")
        self.assertTrue(folder.startswith(str(self.machine.cache)))
        self.assertEqual([step.name for step in run.steps if step.outcome == "success"], ["Install radar"])
        # Nothing is left beside it.
        self.assertEqual(sorted(os.listdir(self.machine.cache / "radar")), ["0.1.0"])

    def test_what_is_there_is_used_again(self):
        self.install()
        asked = len(self.server.requests)
        run = self.machine.run(command="none")
        self.assertFalse(run.failed, run.log)
        self.assertEqual(len(self.server.requests), asked)

    def test_what_is_broken_is_replaced(self):
        run = self.install()
        with open(f"{run.path[0]}/radar", "w") as broken:
            broken.write("#!/bin/sh\nexit 1\n")
        run = self.machine.run(command="none")
        self.assertFalse(run.failed, run.log)
        with open(f"{run.path[0]}/radar", "rb") as program:
            self.assertEqual(program.read(), PROGRAM)

    def test_another_address_is_another_program(self):
        first = self.install()
        other = release.Server()
        self.addCleanup(other.close)
        other.publish(release.release(PROGRAM + b"# another\n"))
        cargo = self.machine.action / "Cargo.toml"
        cargo.write_text(cargo.read_text().replace(self.server.repository, other.repository))
        second = self.machine.run(command="none")
        self.assertFalse(second.failed, second.log)
        self.assertNotEqual(first.path, second.path)

    def test_shasum_where_there_is_no_sha256sum(self):
        self.server.publish(release.release(PROGRAM))
        self.machine = self.runner(without=["sha256sum"], also=["shasum", "perl"])
        run = self.machine.run(command="none")
        self.assertFalse(run.failed, run.log)

    def test_wrong_sum(self):
        files = release.release(PROGRAM)
        files[release.name()] = release.release(PROGRAM + b"# changed\n")[release.name()]
        self.refused(r"^radar-.* is not the file that the release lists: .* SHA256SUMS says [0-9a-f]{64}\. It is not used", files)

    def test_missing_line(self):
        files = release.release(PROGRAM)
        files["SHA256SUMS"] = release.sums({"radar-0.1.0-x86_64-apple-darwin.tar.gz": b""})
        self.refused(r"v0\.1\.0 has no program for Linux on X64: its SHA256SUMS does not list radar-", files)

    def test_two_lines(self):
        files = release.release(PROGRAM)
        files["SHA256SUMS"] *= 2
        self.refused(r"does not give one SHA-256 for radar-", files)

    def test_missing_file(self):
        files = release.release(PROGRAM)
        del files[release.name()]
        self.refused(r"lists radar-.*, and does not have it \(404\)", files)

    def test_no_such_release(self):
        self.refused(r"^There is no release v9\.9\.9 at http://127\.0\.0\.1:\d+/acme/tools, .*404", version="v9.9.9")

    def test_another_version(self):
        program = PROGRAM.replace(b"radar 0.1.0", b"radar 0.2.0-rc.1+7")
        version = "0.2.0-rc.1+7"
        self.server.publish(release.release(program, version), version)
        run = self.install({}, version="v0.2.0-rc.1+7")
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.outputs["version"], version)

    def test_truncated_archive(self):
        whole = release.release(os.urandom(200_000))[release.name()]
        part = whole[: len(whole) // 2]
        self.refused("is not whole", {release.name(): part, "SHA256SUMS": release.sums({release.name(): part})})

    def test_archive_without_a_program(self):
        packed = release.archive({"radar-0.1.0-x86_64-unknown-linux-musl/README.md": b"hello"})
        files = {release.name(): packed, "SHA256SUMS": release.sums({release.name(): packed})}
        self.refused("is not whole, or has no radar-0.1.0-x86_64-unknown-linux-musl/radar", files)

    def test_paths_that_lead_out(self):
        outside = {"../../escaped": b"out", f"{self.folder}/absolute": b"out", "/radar-absolute": b"out"}
        run = self.install(release.release(PROGRAM, others=outside))
        self.assertFalse(run.failed, run.log)
        found = [path for path in self.folder.rglob("*") if path.name in ("escaped", "absolute", "README.md")]
        self.assertEqual(found, [])
        self.assertFalse(os.path.exists("/radar-absolute"))

    def test_program_of_another_version(self):
        self.refused("does not run here, or is not radar 0.1.0", release.release(PROGRAM.replace(b"0.1.0", b"0.0.9")))

    def test_program_that_does_not_run(self):
        self.refused("does not run here", release.release(b"\x7fELF nothing"))

    def test_kinds_of_machines(self):
        for system, kind, target in [
            ("Linux", "ARM64", "aarch64-unknown-linux-musl"),
            ("macOS", "X64", "x86_64-apple-darwin"),
            ("macOS", "ARM64", "aarch64-apple-darwin"),
        ]:
            self.server.publish(release.release(PROGRAM, target=target))
            if not hasattr(self, "machine"):
                self.machine = self.runner()
            self.machine.env.update(RUNNER_OS=system, RUNNER_ARCH=kind)
            run = self.machine.run(command="none")
            self.assertFalse(run.failed, run.log)
            self.assertIn(target, run.path[0])
        self.machine.env.update(RUNNER_OS="Linux", RUNNER_ARCH="ARM")
        run = self.machine.run(command="none")
        self.assertRegex(run.said("error")[0], "No release of radar has a program for Linux on ARM")

    def test_windows(self):
        import io
        import zipfile

        packed = io.BytesIO()
        folder = "radar-0.1.0-x86_64-pc-windows-msvc"
        with zipfile.ZipFile(packed, "w") as zip:
            zip.writestr(f"{folder}/radar.exe", PROGRAM)
        files = {f"{folder}.zip": packed.getvalue()}
        self.server.publish({**files, "SHA256SUMS": release.sums(files).replace(b"\n", b"\r\n")})
        self.machine = self.runner(also=["unzip"])
        self.machine.env.update(RUNNER_OS="Windows", RUNNER_ARCH="ARM64")
        run = self.machine.run(command="none")
        self.assertFalse(run.failed, run.log)
        self.assertTrue(os.path.exists(f"{run.path[0]}/radar.exe"))

    def test_inputs(self):
        self.machine = self.runner()
        for given, words in [
            ({"command": "built"}, "command is build, check or none, not: built"),
            ({"comment": "yes"}, "comment is true or false, not: yes"),
            ({"version": "latest"}, "version is one such as 0.1.0, not: latest"),
            ({"version": "../../../evil/1.0.0"}, "version is one such as"),
            ({"version": "1.0.0\n1.0.0"}, "version is one such as"),
            ({"version": "1.0.0/x"}, "version is one such as"),
        ]:
            run = self.machine.run(**{"command": "none", **given})
            self.assert_nothing_installed(run, self.machine)
            self.assertIn(words, run.said("error")[0])
        self.assertEqual(self.server.requests, [])

    def test_pull_request_target(self):
        self.machine = self.runner()
        self.machine.github["event_name"] = "pull_request_target"
        run = self.machine.run()
        self.assert_nothing_installed(run, self.machine)
        self.assertIn("not on pull_request_target", run.said("error")[0])

    def test_no_tool_cache(self):
        self.server.publish(release.release(PROGRAM))
        self.machine = self.runner()
        self.machine.cache.rmdir()
        self.machine.cache.write_text("a file")
        run = self.machine.run(command="none")
        self.assertFalse(run.failed, run.log)
        self.assertTrue(run.path[0].startswith(str(self.machine.temp)))
