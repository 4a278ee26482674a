//! Pieces become answers that brute force over short texts agrees with.

use qualify_plan::fold;

use super::{Piece, excludes, implies, make, passes};

use Piece::{Contains, EndsWith, Equals, HasWord, StartsWith};

/// All folded texts of some characters, from one character to so many.
fn texts(characters: &str, longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|text| characters.chars().map(move |c| format!("{text}{c}"))).collect();
        all.extend_from_slice(&last);
    }
    all.retain(|text| !text.is_empty() && fold(text) == *text);
    all
}

/// Pieces of each kind with short patterns.
fn pieces() -> Vec<Piece> {
    let mut pieces: Vec<Piece> = ["a", "b", "ab", "aa", "a b", "b a"].map(String::from).map(HasWord).to_vec();
    for pattern in texts("ab-", 2).into_iter().chain(["a b", "a-b"].map(String::from)) {
        pieces.push(Equals(pattern.clone()));
        pieces.push(Contains(pattern.clone()));
        pieces.push(StartsWith(pattern.clone()));
        pieces.push(EndsWith(pattern));
    }
    pieces
}

/// For each piece the texts that pass it, as bits.
fn passing(pieces: &[Piece], texts: &[String]) -> Vec<Vec<bool>> {
    pieces.iter().map(|piece| texts.iter().map(|text| passes(text, piece)).collect()).collect()
}

#[test]
fn pairs_agree_with_brute_force() {
    let (pieces, texts) = (pieces(), texts("abx -", 6));
    let passing = passing(&pieces, &texts);
    for (a, texts_a) in pieces.iter().zip(&passing) {
        for (b, texts_b) in pieces.iter().zip(&passing) {
            let mut pairs = texts_a.iter().zip(texts_b);
            assert_eq!(implies(a, b), pairs.clone().all(|(a, b)| !a | b), "{a:?} implies {b:?}");
            assert_eq!(excludes(a, b), !pairs.any(|(a, b)| a & b), "{a:?} excludes {b:?}");
        }
    }
}

#[test]
fn a_text_is_made_whenever_there_is_one() {
    let (pieces, texts) = (pieces(), texts("ab -", 5));
    let passing = passing(&pieces, &texts);
    let mut state = 1_u64;
    let mut pick = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let (mut made, mut none) = (0, 0);
    for _ in 0..10_000 {
        let positive: Vec<usize> = (0..pick(4)).map(|_| pick(pieces.len())).collect();
        let negative: Vec<usize> = (0..pick(5)).map(|_| pick(pieces.len())).collect();
        let found = (0..texts.len()).any(|text| {
            positive.iter().all(|piece| passing[*piece][text])
                && !negative.iter().any(|piece| passing[*piece][text])
        });
        let positive: Vec<&Piece> = positive.iter().map(|piece| &pieces[*piece]).collect();
        let negative: Vec<&Piece> = negative.iter().map(|piece| &pieces[*piece]).collect();
        match make(&positive, &negative) {
            Some(text) => {
                assert!(positive.iter().all(|piece| passes(&text, piece)), "{text} for {positive:?}");
                assert!(!negative.iter().any(|piece| passes(&text, piece)), "{text} for not {negative:?}");
                assert!(!text.is_empty() && fold(&text) == text, "{text:?}");
                made += 1;
            }
            None => {
                assert!(!found, "no text for {positive:?}, not {negative:?}");
                let implied = positive.iter().any(|a| negative.iter().any(|b| implies(a, b)));
                let excluded = positive.iter().any(|a| positive.iter().any(|b| excludes(a, b)));
                assert!(implied || excluded, "{positive:?}, not {negative:?}");
                none += 1;
            }
        }
    }
    assert!(made > 2_000 && none > 2_000, "{made} made, {none} none");
}

#[test]
fn texts_look_natural_where_they_can() {
    let piece = |kind: fn(String) -> Piece, pattern: &str| kind(pattern.to_owned());
    let cases: &[(&[Piece], &[Piece], &str)] = &[
        (&[], &[], "abc"),
        (&[], &[piece(Contains, "b")], "something else"),
        (&[], &[piece(Contains, "b"), piece(EndsWith, "e"), piece(HasWord, "other")], "x"),
        (&[piece(HasWord, "vp"), piece(HasWord, "sales")], &[], "vp sales"),
        (&[piece(HasWord, "vp"), piece(HasWord, "sales")], &[piece(HasWord, "vp sales")], "vp other sales"),
        (&[piece(HasWord, "vp sales")], &[piece(Contains, "vp sales")], "vp-sales"),
        (&[piece(HasWord, "vp")], &[piece(Equals, "vp")], "vp other"),
        (&[piece(Contains, "cto")], &[piece(HasWord, "cto")], "xctox"),
        (&[piece(StartsWith, "vp"), piece(HasWord, "vp"), piece(EndsWith, "sales")], &[], "vp sales"),
        (&[piece(StartsWith, "head"), piece(StartsWith, "head of")], &[], "head of"),
        (&[piece(EndsWith, "gmbh")], &[piece(HasWord, "gmbh")], "xgmbh"),
        (&[piece(Equals, "vp"), piece(HasWord, "vp")], &[piece(Equals, "other")], "vp"),
    ];
    for (positive, negative, text) in cases {
        let (all, none) = (positive.iter().collect::<Vec<_>>(), negative.iter().collect::<Vec<_>>());
        assert_eq!(make(&all, &none).as_deref(), Some(*text), "{positive:?}, not {negative:?}");
    }
}

#[test]
fn glue_does_not_melt_into_patterns() {
    let every = "xqzjkvw0123456789 -/|_~*+";
    // A diaeresis alone joins the letter before it, as does the vowel of a syllable.
    for pattern in ["\u{308}a", "\u{1161}", "=\u{338}b", every, "straße ﬁx"] {
        let pattern = fold(pattern);
        for kind in [Contains, StartsWith, EndsWith] {
            let (asked, other) = (kind(pattern.clone()), Equals(pattern.clone()));
            let text = make(&[&asked], &[&other]).expect("a longer text");
            assert!(passes(&text, &asked) && fold(&text) == text, "{text}");
            assert!(implies(&other, &asked) && !implies(&asked, &other), "{pattern}");
            assert!(!excludes(&asked, &HasWord("a".to_owned())), "{pattern}");
        }
    }
}
