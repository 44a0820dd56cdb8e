"""GitHub's attestation is asked for where it can be; what it says against an archive stops the action."""

from played import PROGRAM, Played
import release

# What gh wrote in each case.
NO_TOKEN = "gh: To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable."
NOT_FOUND = "Error: HTTP 404: Not Found (https://api.github.com/repos/acme/tools/attestations/sha256:0?per_page=30)"
WRONG = 'Error: verifying with issuer "sigstore.dev": failed to verify certificate identity: no matching CertificateIdentity found'


class Attestation(Played):
    def install(self, **rules):
        """Installs from https://github.com, which a curl plays that knows the files only."""
        machine = self.runner("https://github.com/acme/tools")
        files = self.folder / "files"
        files.mkdir()
        for path, content in release.release(PROGRAM).items():
            (files / path).write_bytes(content)
        curl = machine.bin / "curl"
        curl.unlink()
        curl.write_text(
            "#!/usr/bin/env bash\n"
            'while (($#)); do case $1 in --output) out=$2 ;; --url) url=$2 ;; esac; shift; done\n'
            f'cp "{files}/${{url##*/}}" "$out"\nprintf 200\n'
        )
        curl.chmod(0o755)
        (machine.bin / "cp").symlink_to("/bin/cp")
        if rules.pop("gh", True):
            self.play_gh(machine, **rules)
        self.machine = machine
        return machine.run(command="none")

    def stopped(self, words, **rules):
        run = self.install(**rules)
        self.assert_nothing_installed(run, self.machine)
        self.assertRegex(run.said("error")[0], words)

    def went_on(self, words, **rules):
        run = self.install(**rules)
        self.assertFalse(run.failed, run.log)
        (notice,) = run.said("notice")
        self.assertRegex(notice, words)
        self.assertTrue(notice.endswith("Its SHA-256 is the one of the release."))

    def test_right(self):
        run = self.install()
        self.assertFalse(run.failed, run.log)
        self.assertEqual(run.said("notice"), [])
        (call,) = self.calls()
        self.assertEqual(call["token"], "token-of-the-run")
        self.assertEqual(call["arguments"], [
            "attestation", "verify", release.name(), "--repo", "acme/tools", "--format", "json",
            "--signer-workflow", "acme/tools/.github/workflows/release.yml",
            "--source-ref", "refs/tags/v0.1.0", "--deny-self-hosted-runners"])
        # The program never had the token.
        self.assertEqual(set((self.machine.home / "tokens").read_text().split("\n")), {""})

    def test_wrong(self):
        self.stopped(r"^radar-.* was not built by the release workflow of acme/tools, according to GitHub \(Error: verifying with issuer",
                     attestation=[1, WRONG])

    def test_none(self):
        self.stopped("was not built by the release workflow", attestation=[1, NOT_FOUND])

    def test_none_and_gh_ends_well(self):
        self.stopped("gh found no attestation", attestation="quiet")

    def test_none_of_a_private_repository(self):
        self.went_on("is not public, or this token cannot read it", attestation=[1, NOT_FOUND], visibility="private")

    def test_no_gh(self):
        self.went_on("was not checked, because this runner has no gh", gh=False)

    def test_no_token(self):
        self.went_on("was not checked: gh: To use GitHub CLI", attestation=[4, NO_TOKEN])

    def test_a_gh_that_does_not_know_it(self):
        self.went_on('was not checked: unknown command "attestation" for "gh"', attestation=[1, 'unknown command "attestation" for "gh"'])

    def test_github_does_not_answer(self):
        self.went_on("was not checked: HTTP 503", attestation=[1, "HTTP 503: Service Unavailable"])

    def test_other_hosts_have_none(self):
        self.server.publish(release.release(PROGRAM))
        machine = self.runner()
        self.play_gh(machine)
        run = machine.run(command="none")
        self.assertFalse(run.failed, run.log)
        self.assertEqual(self.calls(), [])
