# Made by tests/packaging/formula.py from the sums of the release.
class Radar < Formula
  desc "Static site generator for technology radars that show who last reviewed them"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@URL:aarch64-apple-darwin@"
      sha256 "@SHA256:aarch64-apple-darwin@"
    end
    on_intel do
      url "@URL:x86_64-apple-darwin@"
      sha256 "@SHA256:x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@URL:aarch64-unknown-linux-musl@"
      sha256 "@SHA256:aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "@URL:x86_64-unknown-linux-musl@"
      sha256 "@SHA256:x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "radar"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/radar.bash" => "radar"
    fish_completion.install "completions/radar.fish"
    zsh_completion.install "completions/radar.zsh" => "_radar"
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/radar --version")
    system bin/"radar", "init", "our-radar"
    system bin/"radar", "build", "-C", "our-radar"
    assert_path_exists testpath/"our-radar/output/index.html"
  end
end
