//! Every predicate on values of its type, on `never` and on gaps.

use qualify_eval::testing::Builder;
use qualify_plan::{
    Choices, Comparison, Country, Currency, DateTest, Day, FactRef, Membership, Predicate, Subject, Test,
    TextTest, Truth, Type, Value, Values,
};

use crate::support::{ago, date, lead, number, text, truth, whole};

/// Asks a predicate of a value of a type; of a gap it must be unknown, and so must its negation.
fn ask(ty: &Type, predicate: impl Fn(&mut Builder) -> Predicate, value: Value) -> bool {
    let answer = |value: Option<Value>, negated: bool| {
        let mut builder = Builder::default();
        let field = FactRef::Field(builder.field("f", ty.clone()));
        let predicate = predicate(&mut builder);
        let test = builder.test(field, predicate);
        let condition = if negated { builder.not(test) } else { test };
        truth(builder, condition, &lead(vec![value], vec![]))
    };
    assert_eq!(answer(None, false), Truth::Unknown);
    assert_eq!(answer(None, true), Truth::Unknown);
    let found = answer(Some(value.clone()), false);
    assert_eq!(answer(Some(value), true), !found);
    assert_ne!(found, Truth::Unknown);
    found == Truth::Yes
}

fn choice(ordered: bool) -> Type {
    Type::Choice(Choices { values: ["low", "mid", "high"].map(str::to_owned).to_vec(), ordered })
}

fn texts(texts: &[&str]) -> Values {
    Values::Texts(texts.iter().map(|text| (*text).to_owned()).collect())
}

#[test]
fn yes_no() {
    assert!(ask(&Type::YesNo, |_| Predicate::Yes, Value::YesNo(true)));
    assert!(!ask(&Type::YesNo, |_| Predicate::Yes, Value::YesNo(false)));
}

#[test]
fn membership() {
    let in_set = |values: Values| move |builder: &mut Builder| Predicate::In(builder.set(values.clone()));
    let de_no = Values::Countries(["NO", "DE"].map(|code| Country::parse(code).unwrap()).to_vec());
    for (choice_value, is_in) in [(0, true), (1, false), (2, true)] {
        let found = ask(&choice(false), in_set(Values::Choices(vec![2, 0])), Value::Choice(choice_value));
        assert_eq!(found, is_in);
    }
    for (code, is_in) in [("DE", true), ("NO", true), ("FR", false)] {
        let value = Value::Country(Country::parse(code).unwrap());
        assert_eq!(ask(&Type::Country, in_set(de_no.clone()), value), is_in);
    }
    for (value, is_in) in [("b", true), ("a", true), ("c", false), ("a b", false)] {
        assert_eq!(ask(&Type::Text, in_set(texts(&["b", "a"])), text(value)), is_in);
    }
}

#[test]
fn comparisons_of_numbers_and_ranks() {
    let cases = [
        (Comparison::Is(1), [false, true, false]),
        (Comparison::AtLeast(1), [false, true, true]),
        (Comparison::MoreThan(1), [false, false, true]),
        (Comparison::AtMost(1), [true, true, false]),
        (Comparison::LessThan(1), [true, false, false]),
        (Comparison::Between(1, 2), [false, true, true]),
    ];
    let money = Type::Money(Currency::parse("EUR").unwrap());
    for (comparison, expected) in cases {
        for (value, expected) in (0_u32..3).zip(expected) {
            let rank = ask(&choice(true), |_| Predicate::Rank(comparison), Value::Choice(value));
            assert_eq!(rank, expected, "{comparison:?} {value}");
            for ty in [Type::Count, Type::Number, Type::Percent, money.clone()] {
                let decimal = match comparison {
                    Comparison::Is(v) => Comparison::Is(whole(v.into())),
                    Comparison::AtLeast(v) => Comparison::AtLeast(whole(v.into())),
                    Comparison::MoreThan(v) => Comparison::MoreThan(whole(v.into())),
                    Comparison::AtMost(v) => Comparison::AtMost(whole(v.into())),
                    Comparison::LessThan(v) => Comparison::LessThan(whole(v.into())),
                    Comparison::Between(v, w) => Comparison::Between(whole(v.into()), whole(w.into())),
                };
                assert_eq!(ask(&ty, |_| Predicate::Number(decimal), number(value.into())), expected);
            }
        }
    }
}

#[test]
fn dates_by_their_distance_from_today() {
    // Days ago: in the future, today, at the limit, one day beyond it.
    let days = [-31, -30, -1, 0, 1, 30, 31];
    let cases = [
        (DateTest::Within(30), [false, false, false, true, true, true, false]),
        (DateTest::WithinNext(30), [false, true, true, true, false, false, false]),
        (DateTest::MoreThanAgo(30), [false, false, false, false, false, false, true]),
        (DateTest::On(Day::Today), [false, false, false, true, false, false, false]),
        (DateTest::Before(Day::Today), [false, false, false, false, true, true, true]),
        (DateTest::After(Day::Today), [true, true, true, false, false, false, false]),
        (DateTest::OnOrBefore(Day::Today), [false, false, false, true, true, true, true]),
        (DateTest::OnOrAfter(Day::Today), [true, true, true, true, false, false, false]),
        (DateTest::Between(ago(30), ago(0)), [false, false, false, true, true, true, false]),
        (DateTest::On(Day::Date(date("2026-03-01"))), [false, false, false, false, true, false, false]),
        (DateTest::Never, [false; 7]),
    ];
    for (test, expected) in cases {
        for (days, expected) in days.into_iter().zip(expected) {
            let found = ask(&Type::Date, |_| Predicate::Date(test), Value::Date(ago(days)));
            assert_eq!(found, expected, "{test:?} on a date {days} days ago");
        }
        assert_eq!(ask(&Type::Date, |_| Predicate::Date(test), Value::Never), test == DateTest::Never);
    }
}

#[test]
fn texts_are_searched() {
    let cases = [
        (TextTest::Contains, "director", "cto", true),
        (TextTest::HasWord, "director", "cto", false),
        (TextTest::HasWord, "svp, sales", "vp", false),
        (TextTest::HasWord, "(vp) sales", "vp", true),
        (TextTest::HasWord, "vp, of  sales-ops", "vp of sales", true),
        (TextTest::HasWord, "sales vp", "vp sales", false),
        (TextTest::HasWord, "head of head of sales", "head of sales", true),
        (TextTest::HasWord, "head of", "head of sales", false),
        (TextTest::StartsWith, "/pricing/eu", "/pricing", true),
        (TextTest::StartsWith, "eu/pricing", "/pricing", false),
        (TextTest::EndsWith, "a@b.edu", ".edu", true),
        (TextTest::EndsWith, "a.edu.example", ".edu", false),
    ];
    for (test, value, word, expected) in cases {
        let predicate = |builder: &mut Builder| Predicate::Text(test, builder.set(texts(&["zzz", word])));
        assert_eq!(ask(&Type::Text, predicate, text(value)), expected, "{value} {test:?} {word}");
    }
}

#[test]
fn lists_are_compared_with_sets() {
    let list = |items: &[&str]| Value::Texts(items.iter().map(|item| (*item).to_owned()).collect());
    let cases = [
        (Membership::Any, vec![], false),
        (Membership::All, vec![], false),
        (Membership::None, vec![], true),
        (Membership::Any, vec!["b", "c"], true),
        (Membership::All, vec!["b", "b"], false),
        (Membership::All, vec!["b", "c", "a"], true),
        (Membership::None, vec!["c"], true),
        (Membership::None, vec!["c", "a"], false),
    ];
    for (membership, items, expected) in cases {
        let of_texts =
            |builder: &mut Builder| Predicate::Includes(membership, builder.set(texts(&["a", "b"])));
        assert_eq!(ask(&Type::List(None), of_texts, list(&items)), expected, "{membership:?} {items:?}");
        let indexes = items.iter().map(|item| u32::from(item.as_bytes()[0] - b'a')).collect();
        let of_choices =
            |builder: &mut Builder| Predicate::Includes(membership, builder.set(Values::Choices(vec![0, 1])));
        let Type::Choice(choices) = choice(false) else { unreachable!() };
        assert_eq!(ask(&Type::List(Some(choices)), of_choices, Value::Choices(indexes)), expected);
    }
}

#[test]
fn known_looks_at_the_leads_own_value_before_any_default() {
    for (value, expected) in [(Some(number(3)), Truth::Yes), (None, Truth::No)] {
        let mut builder = Builder::default();
        let field = FactRef::Field(builder.field_or("f", Type::Count, Some(number(1))));
        let known = builder.test(field, Predicate::Known);
        assert_eq!(truth(builder, known, &lead(vec![value], vec![])), expected);
    }
}

#[test]
fn a_default_stands_in_for_a_gap_only() {
    for (value, expected) in [(Some(number(3)), Truth::No), (None, Truth::Yes)] {
        let mut builder = Builder::default();
        let field = FactRef::Field(builder.field_or("f", Type::Count, Some(number(1))));
        let is_one = builder.test(field, Predicate::Number(Comparison::Is(whole(1))));
        assert_eq!(truth(builder, is_one, &lead(vec![value], vec![])), expected);
    }
}

#[test]
fn the_domain_is_what_follows_the_at_sign() {
    for (value, expected) in [
        (Some(text("ana@acme.example")), Truth::Yes),
        (Some(text("acme.example@other.example")), Truth::No),
        (None, Truth::Unknown),
    ] {
        let mut builder = Builder::default();
        let fact = FactRef::Field(builder.field("email", Type::Email));
        let predicate = Predicate::In(builder.set(texts(&["acme.example"])));
        let subject = Subject { fact, domain: true };
        let test = builder.expr(qualify_plan::Expr::Test(Test { subject, predicate }));
        assert_eq!(truth(builder, test, &lead(vec![value], vec![])), expected);
    }
}

#[test]
fn a_value_of_another_type_is_no_value() {
    let mut builder = Builder::default();
    let field = FactRef::Field(builder.field("f", Type::Count));
    let test = builder.test(field, Predicate::Number(Comparison::AtLeast(whole(1))));
    assert_eq!(truth(builder, test, &lead(vec![Some(text("many"))], vec![])), Truth::Unknown);
}
