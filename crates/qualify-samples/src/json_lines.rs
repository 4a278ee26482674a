//! Named values into a line of JSON, keys in the order given.

use serde_json::Value;

/// `{"a":1,"b":null}` and a line feed.
#[must_use]
pub fn line(members: &[(&str, Value)]) -> String {
    let members: Vec<String> =
        members.iter().map(|(key, value)| format!("{}:{value}", Value::from(*key))).collect();
    format!("{{{}}}\n", members.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_order() {
        let members = [("b", Value::from("x \"y\"")), ("a", Value::Null)];
        assert_eq!(line(&members), "{\"b\":\"x \\\"y\\\"\",\"a\":null}\n");
    }
}
