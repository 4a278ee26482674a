//! The countries of ISO 3166-1, by their two letters.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The 249 codes of ISO 3166-1 alpha-2, ascending.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// A country of ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// INVARIANT: two upper-case letters that are in `CODES`.
pub struct Country([u8; 2]);

impl Country {
    /// How many there are: 249.
    pub const COUNT: usize = CODES.len().div_ceil(3);

    /// Reads two letters in any case.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 2] = text.as_bytes().try_into().ok()?;
        let country = Self(letters.map(|b| b.to_ascii_uppercase()));
        let codes = CODES.as_bytes();
        let (mut low, mut high) = (0, Self::COUNT);
        while low < high {
            let middle = low.midpoint(high);
            let code = codes.get(3 * middle..3 * middle + 2)?;
            match code.cmp(&country.0) {
                Ordering::Equal => return Some(country),
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// All countries, ascending.
    pub fn all() -> impl Iterator<Item = Self> {
        CODES.split(' ').filter_map(Self::parse)
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", char::from(self.0[0]), char::from(self.0[1]))
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Country {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("`{text}` is not a country")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_249_in_order() {
        let all: Vec<_> = Country::all().collect();
        assert_eq!(all.len(), 249);
        assert_eq!(Country::COUNT, 249);
        assert!(all.is_sorted());
        assert_eq!(Country::parse("no").map(|c| c.to_string()).as_deref(), Some("NO"));
        assert_eq!(Country::parse("UK"), None);
    }
}
