//! Productions for declarations and rules become items.

use qualify_grammar::Rule;

use crate::ast::{
    Combine, Conclusion, DefineBody, DefineDecl, EventDecl, FactDecl, Item, ItemKind, Literal, Name, Opt,
    OptKind, OutcomeDecl, PlaceDecl, RuleDecl, RuleHead, SetDecl, SetValues, Text, TypeDecl, TypeKind,
    ValueDecl,
};

use super::conditions::parse_condition;
use super::examples::parse_example;
use super::literals::{parse_given, parse_literal, parse_values};
use super::node::{Node, Parts};
use super::scores::{parse_grade, parse_score};

/// `item`: one declaration or rule.
pub(super) fn parse_item(node: &Node<'_>) -> Option<Item> {
    let inner = node.first()?;
    let last = || inner.parts().last();
    let kind = match inner.rule() {
        Rule::language_d => ItemKind::Language(parse_literal(&last()?)?),
        Rule::use_d => ItemKind::Use(last()?.quoted()),
        Rule::owner_d => ItemKind::Owner(last()?.name()),
        Rule::stages_d => ItemKind::Stages(parse_places(&inner)?),
        Rule::exits_d => ItemKind::Exits(parse_places(&inner)?),
        Rule::outcome_d => ItemKind::Outcome(parse_outcome(&inner)?),
        Rule::field_d => ItemKind::Field(parse_field(&inner)?),
        Rule::event_d => ItemKind::Event(parse_event(&inner)?),
        Rule::set_d => ItemKind::Set(parse_set(&inner)?),
        Rule::define_d => ItemKind::Define(parse_define(&inner)?),
        Rule::score_d => ItemKind::Score(parse_score(&inner)?),
        Rule::grade_d => ItemKind::Grade(parse_grade(&inner)?),
        Rule::rule_d => ItemKind::Rule(parse_rule(&inner)?),
        Rule::example_d => ItemKind::Example(parse_example(&inner)?),
        _ => return None,
    };
    Some(Item { kind, span: node.span() })
}

/// The bullets of `stages` and `exits`.
fn parse_places(node: &Node<'_>) -> Option<Vec<PlaceDecl>> {
    let mut parts = node.parts();
    parts.next()?;
    parts.several(Rule::place_b, |bullet| {
        let mut parts = bullet.parts();
        let name = parts.one(Rule::name)?.name();
        Some(PlaceDecl { name, options: parse_options(&mut parts)?, span: bullet.span() })
    })
}

fn parse_outcome(node: &Node<'_>) -> Option<OutcomeDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_outcome);
    let name = parts.one(Rule::name)?.name();
    let combine = match parts.one(Rule::combine)?.first()?.rule() {
        Rule::k_one_value => Combine::OneValue,
        Rule::k_highest_wins => Combine::HighestWins,
        _ => Combine::KeepAll,
    };
    let options = parse_options(&mut parts)?;
    let values = parts.several(Rule::value_b, parse_value_bullet)?;
    Some(OutcomeDecl { name, combine, options, values })
}

/// `- software, label "Software"`
fn parse_value_bullet(bullet: &Node<'_>) -> Option<ValueDecl> {
    let mut parts = bullet.parts();
    let value = parse_literal(&parts.one(Rule::value)?)?;
    Some(ValueDecl { value, options: parse_options(&mut parts)?, span: bullet.span() })
}

/// `field_d` and `attr_b`.
fn parse_field(node: &Node<'_>) -> Option<FactDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_field);
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_is);
    let ty = parse_type(&parts.one(Rule::ftype)?)?;
    Some(FactDecl { name, ty, options: parse_options(&mut parts)?, span: node.span() })
}

fn parse_type(node: &Node<'_>) -> Option<TypeDecl> {
    let inner = node.first()?;
    let last = inner.parts().last();
    let kind = match inner.rule() {
        Rule::t_choice => TypeKind::Choice(parse_values(&last?)?),
        Rule::t_ordered => TypeKind::OrderedChoice(parse_values(&last?)?),
        Rule::t_money => TypeKind::Money(last?.name()),
        Rule::t_list => parse_list_type(&last?)?,
        Rule::k_yes_no => TypeKind::YesNo,
        Rule::k_count => TypeKind::Count,
        Rule::k_number => TypeKind::Number,
        Rule::k_percent => TypeKind::Percent,
        Rule::k_text => TypeKind::Text,
        Rule::k_date => TypeKind::Date,
        Rule::k_email => TypeKind::Email,
        Rule::k_country => TypeKind::Country,
        _ => return None,
    };
    Some(TypeDecl { kind, span: node.span() })
}

fn parse_list_type(node: &Node<'_>) -> Option<TypeKind> {
    Some(match node.rule() {
        Rule::values => TypeKind::ListOf(parse_values(node)?),
        _ => TypeKind::ListOfText,
    })
}

/// The options that come next.
pub(super) fn parse_options(parts: &mut Parts<'_>) -> Option<Vec<Opt>> {
    let mut options = Vec::new();
    while let Some(option) = parts.peek().and_then(|node| as_option(&node)) {
        parts.next();
        options.push(Opt { kind: parse_option(&option)?, span: option.span() });
    }
    Some(options)
}

/// The option itself, without the production that says where it may stand.
fn as_option<'p>(node: &Node<'p>) -> Option<Node<'p>> {
    match node.rule() {
        Rule::fopt | Rule::eopt | Rule::sopt | Rule::rule_meta => node.first(),
        Rule::o_label | Rule::o_owner | Rule::o_deprecated => Some(node.clone()),
        _ => None,
    }
}

fn parse_option(node: &Node<'_>) -> Option<OptKind> {
    let last = node.parts().last()?;
    Some(match node.rule() {
        Rule::o_label => OptKind::Label(last.quoted()),
        Rule::o_owner => OptKind::Owner(last.name()),
        Rule::o_deprecated => OptKind::Deprecated(last.quoted()),
        Rule::o_column => OptKind::Column(parse_texts(node)),
        Rule::o_format => OptKind::Format(last.quoted()),
        Rule::o_missing_means => OptKind::MissingMeans(parse_given(&last)?),
        Rule::o_missing_when => OptKind::MissingWhen(parse_texts(&last)),
        Rule::o_empty_means => OptKind::EmptyMeans(parse_given(&last)?),
        Rule::o_yes_when => OptKind::YesWhen(parse_texts(&last)),
        Rule::o_no_when => OptKind::NoWhen(parse_texts(&last)),
        Rule::o_else => OptKind::ElseMeans(parse_literal(&last)?),
        Rule::o_split => OptKind::SplitBy(last.quoted()),
        Rule::o_required => OptKind::Required,
        Rule::e_plural => OptKind::Plural(last.name()),
        Rule::e_kept => OptKind::Kept(parse_literal(&last)?),
        Rule::e_date => OptKind::DateColumn(parse_texts(node)),
        Rule::e_lead => OptKind::LeadColumn(parse_texts(node)),
        Rule::s_file => OptKind::File(last.quoted()),
        Rule::m_from => OptKind::From(parse_literal(&last)?),
        Rule::m_until => OptKind::Until(parse_literal(&last)?),
        Rule::m_review => OptKind::ReviewBy(parse_literal(&last)?),
        _ => return None,
    })
}

/// The quoted texts among the parts.
fn parse_texts(node: &Node<'_>) -> Vec<Text> {
    node.parts().filter(|part| part.rule() == Rule::string).map(|part| part.quoted()).collect()
}

fn parse_event(node: &Node<'_>) -> Option<EventDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_event);
    let name = parts.one(Rule::name)?.name();
    let options = parse_options(&mut parts)?;
    let attributes = parts.several(Rule::attr_b, parse_field)?;
    Some(EventDecl { name, options, attributes })
}

fn parse_set(node: &Node<'_>) -> Option<SetDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_set);
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_of);
    let of = parts.one(Rule::name)?.name();
    let options = parse_options(&mut parts)?;
    let values = match parts.peek() {
        None => SetValues::Absent,
        Some(next) if next.rule() == Rule::values => SetValues::Brackets(parse_values(&next)?),
        Some(_) => SetValues::Bullets(parts.several(Rule::value_b, parse_value_bullet)?),
    };
    Some(SetDecl { name, of, options, values })
}

fn parse_define(node: &Node<'_>) -> Option<DefineDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_define);
    let name = parts.one(Rule::name)?.name();
    let of = if parts.has(Rule::k_of) { Some(parts.one(Rule::name)?.name()) } else { None };
    let options = parse_options(&mut parts)?;
    parts.has(Rule::k_as);
    let body = parts.next()?;
    let body = match body.rule() {
        Rule::cond => DefineBody::Condition(parse_condition(&body)?),
        _ => DefineBody::Constant(parse_literal(&body)?),
    };
    Some(DefineDecl { name, of, options, body })
}

fn parse_rule(node: &Node<'_>) -> Option<RuleDecl> {
    let mut parts = node.parts();
    let head = match parts.one(Rule::rule_head) {
        Some(head) => Some(parse_rule_head(&head)?),
        None => None,
    };
    let when_span = parts.one(Rule::k_when)?.span();
    let when = parse_condition(&parts.one(Rule::cond)?)?;
    parts.has(Rule::k_then);
    let then = parts.several(Rule::conclusion, parse_conclusion)?;
    let unless = match parts.one(Rule::unless_c) {
        Some(unless) => Some(parse_condition(&unless.parts().last()?)?),
        None => None,
    };
    let because = match parts.one(Rule::because_c) {
        Some(because) => Some(because.parts().last()?.quoted()),
        None => None,
    };
    Some(RuleDecl { head, when, then, unless, because, when_span })
}

fn parse_rule_head(node: &Node<'_>) -> Option<RuleHead> {
    let mut parts = node.parts();
    parts.has(Rule::k_rule);
    let name = parts.one(Rule::string)?.quoted();
    Some(RuleHead { name, options: parse_options(&mut parts)? })
}

fn parse_conclusion(node: &Node<'_>) -> Option<Conclusion> {
    let inner = node.first()?;
    if inner.rule() == Rule::place_ref {
        return Some(Conclusion::Place(inner.first()?.name()));
    }
    let mut parts = inner.parts();
    let outcome: Name = parts.one(Rule::name)?.name();
    let value: Literal = parse_literal(&parts.last()?)?;
    Some(Conclusion::Outcome(outcome, value))
}
