//! The same content and the same day give the same bytes, and another day says so.

mod folder;

use folder::Folder;

/// The manifest says of which input a folder is, and the program's own file counts for that.
fn site(folder: &Folder) -> std::collections::BTreeMap<String, Vec<u8>> {
    folder.files("output")
}

#[test]
fn the_order_in_which_files_were_made_does_not_matter() {
    let (first, second) = (Folder::new(), Folder::new_backwards());
    first.build();
    second.build();
    assert!(site(&first).len() > 10);
    assert_eq!(site(&first), site(&second));
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let (first, second) = (Folder::new(), Folder::new());
    for (folder, threads) in [(&first, "1"), (&second, "8")] {
        let status = folder.command(&["build"]).env("RAYON_NUM_THREADS", threads).status();
        assert!(status.expect("the program starts").success());
    }
    assert_eq!(site(&first), site(&second));
}

#[test]
fn the_time_zone_does_not_matter_to_a_given_day() {
    let (first, second) = (Folder::new(), Folder::new());
    // Their days always differ (`tests/clock.rs`).
    for (folder, zone) in [(&first, "Pacific/Kiritimati"), (&second, "Pacific/Pago_Pago")] {
        let status = folder.command(&["build"]).env("TZ", zone).status();
        assert!(status.expect("the program starts").success());
    }
    assert_eq!(site(&first), site(&second));
}

#[test]
fn a_build_over_an_older_one_is_as_a_fresh_one() {
    let (first, second) = (Folder::new(), Folder::new());
    first.write("radar/blips/nomad.toml", folder::blip("nomad"));
    first.build();
    first.remove("radar/blips/nomad.toml");
    first.build();
    second.build();
    assert_eq!(site(&first), site(&second));
}
