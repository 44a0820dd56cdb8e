//! Files and folders: the only module that looks at them, and the only one that makes them.
//!
//! A command says what it wants to write as a list of [`Change`]s: paths, what it read there, and new bytes. A
//! [`Folder`] does the rest in one way for all of them: it locks the folder and removes the temporary files of runs
//! that were killed, looks again whether each file is still what was read, writes all temporary files beside their
//! destinations, and only then renames them, in the order of the list. So the order of the list decides what a run
//! that is cut short leaves: what others depend on comes first, and records come last. Files that are made while others
//! are being written wait in a [`Staging`] folder, and are renamed together in the same way.
//!
//! No question about a path swallows an error: "nothing is there" is an answer only if the system says so.

mod error;
mod folder;
mod lock;
mod look;
mod made;
mod staging;
mod sweep;
mod temporary;

pub use error::DiskError;
pub use folder::{Before, Change, Durability, Folder, Swept};
pub(crate) use look::{
    Kind, absolute, entries, files, first_line, has, is_link, kind, length, read, read_up_to, real,
};
pub(crate) use staging::{Staged, Staging};

/// What messages about a failed operation start with.
type What = &'static str;
