//! Files of JSON Lines for property tests.

use proptest::prelude::*;

/// Lines as programs write them, and as they should not be.
pub(crate) fn messy_json_lines() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        12 => prop::sample::select(vec!["id", "name", "Name ", "größe", "a.b", "a", "b", "", "n\\u0061me"]),
        1 => Just("c\"d"),
    ]
    .prop_map(|name| format!("\"{name}\""));
    let number = prop_oneof![
        6 => "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,3})?",
        2 => "[1-9][0-9]{30,50}",
        1 => "[-+]?[0-9]{0,2}\\.?[0-9]{0,2}[eE]?[+-]?[0-9]{0,2}",
        1 => Just("1e999".to_owned()),
    ];
    let text = prop_oneof![
        8 => "\"[a-z :,{}é🦀]{0,12}\"",
        2 => "\"[a-zé]{0,90}\"",
        3 => "\"([a-z]|\\\\[\"\\\\/bfnrt]|\\\\u00[0-7][0-9a-f]|\\\\ud83d\\\\ude00){0,5}\"",
        1 => "\"(\\\\u[0-9a-fd]{3,4}|\\\\[a-z\"]|\t){0,3}\"",
    ];
    let scalar = prop_oneof![
        8 => text,
        4 => number,
        3 => prop::sample::select(vec!["true", "false", "null"]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["True", "nul", "NaN", "undefined", "", "truefalse"]).prop_map(str::to_owned),
    ];
    let nested = prop_oneof![
        "\\[(1|\"a\"|null|\\[\\]|\\{\\})?(,(2|\"b\\\\n\"|true)){0,2}\\]",
        scalar.clone().prop_map(|inner| format!("{{\"b\":{inner}}}")),
        (name.clone(), scalar.clone()).prop_map(|(name, inner)| format!("{{{name}:{inner},\"b\":[]}}")),
    ];
    let value = prop_oneof![14 => scalar, 1 => nested];
    let space = || prop_oneof![20 => Just(""), 6 => Just(" "), 1 => Just("  "), 1 => Just("\t")];
    let member = (name, space(), space(), value, space(), space())
        .prop_map(|(name, a, b, value, c, d)| format!("{c}{name}{a}:{b}{value}{d}"));
    let line_end = prop_oneof![20 => Just("\n"), 4 => Just("\r\n"), 1 => Just("\r"), 1 => Just(" \n"), 1 => Just("\n\n")];
    let comma = prop_oneof![30 => Just(","), 1 => Just(",,"), 1 => Just("")];
    let line = (prop::collection::vec(member, 0..5), comma, space(), line_end).prop_map(
        |(members, comma, space, line_end)| format!("{space}{{{}}}{line_end}", members.join(comma)),
    );
    let spoiled = prop::option::weighted(0.3, (any::<prop::sample::Index>(), any::<u8>()));
    (prop::collection::vec(line, 0..12), spoiled).prop_map(|(lines, spoiled)| {
        let known = "{\"id\":1,\"name\":2,\"größe\":3,\"a\":4}\n{\"b\":1,\"Name \":2,\"\":3,\"a.b\":4}\n";
        let mut bytes = format!("{known}{}", lines.concat()).into_bytes();
        if let Some((index, byte)) = spoiled {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes
    })
}

/// Lines of an export: one like the other, with texts, numbers and gaps; and between them some of the other kind.
pub(crate) fn exported_json_lines() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        8 => prop::sample::select(vec![
            "\"\"", "\"x\"", "\" Y  Y \"", "\"z\"", "\"7\"", "\"none\"", "\"2026-03-02\"", "\"a@b.io\"", "\"A@B.io\"",
            "\"yes\"", "\"p;q\"", "\"[]\"", "\"35.000\"", "\"20 EUR\"", "\"123456789\"",
        ])
        .prop_map(str::to_owned),
        4 => prop::sample::select(vec!["7", "0", "-3", "1.5", "12345678", "1e3", "true", "false", "null"])
            .prop_map(str::to_owned),
        1 => prop::sample::select(vec!["\"a\\\"b\"", "\"\\u00d6\"", "\"\\ud800\"", "\"\\q\"", "[\"p\",\"q\"]", "{\"b\":1}"])
            .prop_map(str::to_owned),
    ];
    let member = |name: &'static str| {
        let value = prop::option::weighted(0.9, value.clone());
        value.prop_map(move |value| value.map(|value| format!("\"{name}\":{value}")))
    };
    let members = ["id", "name", "größe", "a", "b", "a.b"].map(member);
    let line_end = prop_oneof![9 => Just("\n"), 1 => Just("\r\n")];
    let line = (members, line_end).prop_map(|(members, line_end)| {
        let members: Vec<String> = members.into_iter().flatten().collect();
        format!("{{{}}}{line_end}", members.join(",")).into_bytes()
    });
    let some = prop_oneof![
        6 => prop::collection::vec(line, 0..20).prop_map(|lines| lines.concat()),
        1 => messy_json_lines(),
    ];
    let is_ended = prop::bool::weighted(0.8);
    (prop::collection::vec(some, 1..5), is_ended).prop_map(|(some, is_ended)| {
        let mut bytes = ["{\"id\":\"L-0\",\"größe\":1,\"b\":\"x\"}\n".as_bytes(), &some.concat()].concat();
        if !is_ended && bytes.ends_with(b"\n") {
            bytes.pop();
        }
        bytes
    })
}
