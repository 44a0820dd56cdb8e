//! What a blip looks like in a repository. A stub until the foundation lands: the names are the contract's.

/// A kind of thing that a repository can depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DetectKind {
    /// npm.
    Npm,
    /// crates.io.
    Cargo,
    /// `PyPI`.
    Pypi,
    /// Maven.
    Maven,
    /// Go modules.
    Golang,
    /// `NuGet`.
    Nuget,
    /// `RubyGems`.
    Gem,
    /// Packagist.
    Composer,
    /// Hex.
    Hex,
    /// pub.dev.
    Pub,
    /// Swift packages.
    Swift,
    /// Container images.
    Image,
    /// GitHub actions.
    Action,
    /// Terraform providers.
    Terraform,
    /// Helm charts.
    Helm,
    /// Files.
    File,
    /// Languages.
    Lang,
}
