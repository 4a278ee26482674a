//! Leads of an online school under the 37 headers that its database exports, whole questions among them, and a 38th
//! column without a name. `Select` means that nobody chose; `Google` and `google` are one source; a tag has two
//! spaces in it. The rows are invented.

use crate::packs::SampleFile;
use crate::random::{Random, Sometimes};
use crate::table::{Layout, Table};

const HEADER: [&str; 38] = [
    "Prospect ID",
    "Lead Number",
    "Lead Origin",
    "Lead Source",
    "Do Not Email",
    "Do Not Call",
    "Converted",
    "TotalVisits",
    "Total Time Spent on Website",
    "Page Views Per Visit",
    "Last Activity",
    "Country",
    "Specialization",
    "How did you hear about X Education",
    "What is your current occupation",
    "What matters most to you in choosing a course",
    "Search",
    "Magazine",
    "Newspaper Article",
    "X Education Forums",
    "Newspaper",
    "Digital Advertisement",
    "Through Recommendations",
    "Receive More Updates About Our Courses",
    "Tags",
    "Lead Quality",
    "Update me on Supply Chain Content",
    "Get updates on DM Content",
    "Lead Profile",
    "City",
    "Asymmetrique Activity Index",
    "Asymmetrique Profile Index",
    "Asymmetrique Activity Score",
    "Asymmetrique Profile Score",
    "I agree to pay the amount through cheque",
    "A free copy of Mastering The Interview",
    "Last Notable Activity",
    "",
];

const LAYOUT: Layout = Layout { line_end: "\r\n", ending: "\r\n", ..Layout::PLAIN };

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("xeducation");
    let mut leads = Table::new(LAYOUT, &HEADER);
    for number in 0..320 {
        leads.push(HEADER.iter().map(|header| cell(&mut random, header, number)).collect());
    }
    vec![SampleFile::new("leads.csv", leads.bytes())]
}

/// What stands under a header in the row of that number.
fn cell(random: &mut Random, header: &str, number: i64) -> String {
    match header {
        "Prospect ID" => prospect_id(random),
        "Lead Number" => (660_737 - 9 * number).to_string(),
        "Do Not Email" => random.weighted(&[("No", 82), ("Yes", 12), ("", 6)]).to_owned(),
        "Do Not Call" => random.weighted(&[("No", 84), ("Yes", 10), ("", 6)]).to_owned(),
        "Converted" => "0".or(random, 35, "1"),
        "TotalVisits" => random
            .weighted(&[("0", 24), ("2", 18), ("3", 14), ("4", 12), ("5", 9), ("8", 9), ("17", 2), ("", 5)])
            .to_owned(),
        "Total Time Spent on Website" => seconds(random),
        "Page Views Per Visit" => random
            .weighted(&[("0", 24), ("1", 8), ("2", 20), ("2.5", 8), ("3", 14), ("4.33", 5), ("", 4)])
            .to_owned(),
        "" => String::new(),
        _ => chosen(random, header).to_owned(),
    }
}

fn prospect_id(random: &mut Random) -> String {
    let (high, low) = (random.bits(), random.bits());
    let (start, middle, version) = (high >> 32, (high >> 16) & 0xffff, high & 0x0fff);
    format!(
        "{start:08x}-{middle:04x}-4{version:03x}-8{:03x}-{:012x}",
        (low >> 48) & 0x0fff,
        low & 0xffff_ffff_ffff
    )
}

fn seconds(random: &mut Random) -> String {
    let (low, high) = random.weighted(&[((0, 0), 25), ((20, 299), 25), ((300, 899), 20), ((900, 2_200), 28)]);
    random.between(low, high).gap(random, 3)
}

/// A value of a column in which people choose one.
fn chosen(random: &mut Random, header: &str) -> &'static str {
    match header {
        "Lead Origin" => random.weighted(&[
            ("Landing Page Submission", 53),
            ("API", 38),
            ("Lead Add Form", 8),
            ("Lead Import", 1),
        ]),
        "Lead Source" => random.weighted(SOURCES),
        "Last Activity" | "Last Notable Activity" => random.weighted(ACTIVITIES),
        "Country" => random.weighted(&[
            ("India", 65),
            ("", 25),
            ("United Arab Emirates", 4),
            ("Singapore", 3),
            ("unknown", 1),
        ]),
        "Specialization" => random.weighted(SPECIALIZATIONS),
        "How did you hear about X Education" => random.weighted(&[
            ("Select", 55),
            ("", 24),
            ("Online Search", 9),
            ("Word Of Mouth", 4),
            ("Other", 2),
        ]),
        "What is your current occupation" => random.weighted(&[
            ("Unemployed", 48),
            ("", 24),
            ("Working Professional", 18),
            ("Student", 5),
            ("Businessman", 2),
            ("Other", 1),
            ("Housewife", 1),
            ("Freelancer", 1),
        ]),
        "What matters most to you in choosing a course" => {
            random.weighted(&[("Better Career Prospects", 70), ("", 29), ("Flexibility & Convenience", 1)])
        }
        "Tags" => random.weighted(TAGS),
        "Lead Quality" => random.weighted(&[
            ("", 50),
            ("Might be", 17),
            ("Not Sure", 12),
            ("High in Relevance", 7),
            ("Worst", 7),
        ]),
        "Lead Profile" => {
            random.weighted(&[("Select", 45), ("", 29), ("Potential Lead", 17), ("Other Leads", 5)])
        }
        "City" => random.weighted(&[
            ("Mumbai", 35),
            ("Select", 24),
            ("", 15),
            ("Thane & Outskirts", 8),
            ("Other Cities", 8),
        ]),
        "Asymmetrique Activity Index" | "Asymmetrique Profile Index" => {
            random.weighted(&[("", 45), ("02.Medium", 38), ("01.High", 12), ("03.Low", 4)])
        }
        "Asymmetrique Activity Score" | "Asymmetrique Profile Score" => {
            random.weighted(&[("", 45), ("14", 20), ("15", 20), ("18", 10)])
        }
        "A free copy of Mastering The Interview" => random.weighted(&[("No", 69), ("Yes", 31)]),
        "Search" | "Digital Advertisement" | "Through Recommendations" => {
            random.weighted(&[("No", 98), ("Yes", 2)])
        }
        _ => "No",
    }
}

const SOURCES: &[(&str, u64)] = &[
    ("Google", 30),
    ("google", 3),
    ("Direct Traffic", 26),
    ("Olark Chat", 18),
    ("Organic Search", 12),
    ("Reference", 9),
    ("Welingak Website", 4),
    ("bing", 1),
    ("", 2),
];

const ACTIVITIES: &[(&str, u64)] = &[
    ("Email Opened", 36),
    ("SMS Sent", 29),
    ("Olark Chat Conversation", 10),
    ("Page Visited on Website", 7),
    ("Converted to Lead", 5),
    ("Email Bounced", 4),
    ("Email Link Clicked", 3),
    ("Had a Phone Conversation", 2),
    ("Unsubscribed", 2),
    ("Email Marked Spam", 1),
    ("", 2),
];

const SPECIALIZATIONS: &[(&str, u64)] = &[
    ("Select", 21),
    ("", 16),
    ("Finance Management", 11),
    ("Human Resource Management", 9),
    ("Banking, Investment And Insurance", 6),
    ("E-COMMERCE", 3),
    ("Supply Chain Management", 6),
];

const TAGS: &[(&str, u64)] = &[
    ("", 38),
    ("Will revert after reading the email", 22),
    ("Ringing", 13),
    ("Interested in other courses", 5),
    ("Already a student", 5),
    ("switched off", 3),
    ("Interested  in full time MBA", 2),
    ("invalid number", 2),
    ("wrong number given", 1),
    ("Diploma holder (Not Eligible)", 1),
    ("number not provided", 1),
];
