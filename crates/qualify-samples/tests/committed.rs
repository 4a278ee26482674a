//! The sample files in `rules/` are what the generator writes, byte for byte, and hold nobody real.
#![expect(clippy::disallowed_methods, reason = "the test compares files of the repository")]

use std::fs;
use std::path::{Path, PathBuf};

use qualify_samples::packs::{PACKS, Pack};

fn folder(pack: &Pack) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules").join(pack.name)
}

#[test]
fn every_sample_file_is_as_generated() {
    for pack in PACKS {
        for file in (pack.files)() {
            let path = folder(&pack).join(file.name);
            let committed = fs::read(&path).unwrap_or_default();
            assert!(
                committed == file.bytes,
                "{} differs from what `cargo run -p qualify-samples -- packs rules/` writes",
                path.display()
            );
        }
    }
}

#[test]
fn every_pack_folder_has_a_generator() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut folders: Vec<String> = fs::read_dir(rules)
        .expect("the folder rules/")
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    assert_eq!(folders, PACKS.map(|pack| pack.name));
}

#[test]
fn every_mail_address_is_at_a_domain_that_cannot_be_someones() {
    for pack in PACKS {
        for file in (pack.files)() {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            for after in text.split('@').skip(1) {
                let domain: String = after.chars().take_while(|c| c.is_alphanumeric() || *c == '.').collect();
                let shared = ["gmail.com", "mailinator.com"].contains(&domain.as_str());
                assert!(shared || domain.ends_with(".example"), "{}: {domain}", file.name);
            }
        }
    }
}

#[test]
fn the_lead_that_a_page_asks_about_exists() {
    for pack in PACKS {
        let page = fs::read_to_string(folder(&pack).join("README.md")).expect("a page beside the rules");
        let key =
            page.split("`qualify why ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
        let files = (pack.files)();
        let leads = files.first().map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
        assert!(!key.is_empty() && leads.contains(key), "{}: no lead `{key}`", pack.name);
    }
}
