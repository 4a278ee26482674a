//! The name of a pack into the files of its sample.

mod agency;
mod b2b_saas_inbound;
mod donors;
mod education_webinars;
mod enterprise_abm;
mod exporter;
mod marketplace;
mod product_led;
mod service_business;
mod xeducation;

/// A pack that has sample data.
#[derive(Debug, Clone, Copy)]
pub struct Pack {
    /// The name of its folder in `rules/`.
    pub name: &'static str,
    /// Invents its files.
    pub files: fn() -> Vec<SampleFile>,
}

/// A file of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Its name in the folder of the pack.
    pub name: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl SampleFile {
    pub(crate) fn new(name: &'static str, bytes: Vec<u8>) -> Self {
        Self { name, bytes }
    }
}

/// All packs, in the order of their names.
pub const PACKS: [Pack; 10] = [
    Pack { name: "agency", files: agency::files },
    Pack { name: "b2b_saas_inbound", files: b2b_saas_inbound::files },
    Pack { name: "donors", files: donors::files },
    Pack { name: "education_webinars", files: education_webinars::files },
    Pack { name: "enterprise_abm", files: enterprise_abm::files },
    Pack { name: "exporter", files: exporter::files },
    Pack { name: "marketplace", files: marketplace::files },
    Pack { name: "product_led", files: product_led::files },
    Pack { name: "service_business", files: service_business::files },
    Pack { name: "xeducation", files: xeducation::files },
];

/// The pack of that name.
#[must_use]
pub fn named(name: &str) -> Option<Pack> {
    PACKS.into_iter().find(|pack| pack.name == name)
}
