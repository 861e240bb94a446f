//! A JSON list of objects, taken apart while it arrives.

use std::ops::Range;

/// The bytes of a list, of which the objects are taken as soon as they are whole. What an object is made
/// of is not judged here: only where it begins and ends.
#[derive(Default)]
pub(super) struct Elements {
    buffer: Vec<u8>,
    /// Up to where it was looked at.
    looked: usize,
    /// Where the object that is not whole yet begins.
    begun: usize,
    at: At,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum At {
    /// Before the list.
    #[default]
    Start,
    /// Behind its bracket.
    First,
    /// In an object.
    Inside,
    /// Behind an object.
    Between,
    /// Behind a comma.
    Next,
    /// Behind the list.
    End,
}

/// What the bytes have.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// An object.
    Object(Range<usize>),
    /// Nothing whole: more has to come.
    Nothing,
}

/// The bytes are no list of objects.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotAList;

impl Elements {
    /// Adds what has arrived.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole object.
    pub(super) fn next(&mut self) -> Result<Found, NotAList> {
        while let Some(&byte) = self.buffer.get(self.looked) {
            self.looked += 1;
            if self.at == At::Inside {
                if self.closes(byte) {
                    self.at = At::Between;
                    return Ok(Found::Object(self.begun..self.looked));
                }
                continue;
            }
            self.at = match (self.at, byte) {
                (at, b' ' | b'\t' | b'\n' | b'\r') => at,
                (At::Start, b'[') => At::First,
                (At::First | At::Next, b'{') => {
                    (self.begun, self.depth) = (self.looked - 1, 1);
                    At::Inside
                }
                (At::Between, b',') => At::Next,
                (At::First | At::Between, b']') => At::End,
                _ => return Err(NotAList),
            };
        }
        Ok(Found::Nothing)
    }

    /// Whether the byte is the end of the object that it is in.
    fn closes(&mut self, byte: u8) -> bool {
        if self.in_text {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }

    /// The bytes of an object that was found, until they are forgotten.
    pub(super) fn bytes(&self, of: Range<usize>) -> &[u8] {
        self.buffer.get(of).unwrap_or_default()
    }

    /// Forgets what was looked at, but for an object that is not whole yet.
    pub(super) fn forget(&mut self) {
        let to = if self.at == At::Inside {
            self.begun
        } else {
            self.looked
        };
        self.buffer.drain(..to);
        self.looked -= to;
        self.begun = 0;
    }

    /// Whether an object has begun that is not whole yet.
    pub(super) fn is_inside(&self) -> bool {
        self.at == At::Inside
    }

    /// Whether the list is at its end.
    pub(super) fn is_ended(&self) -> bool {
        self.at == At::End
    }

    /// Up to which of the bytes that are held it was looked.
    pub(super) fn looked(&self) -> usize {
        self.looked
    }

    /// How many bytes are held.
    pub(super) fn len(&self) -> usize {
        self.buffer.len()
    }

    /// All bytes that were not forgotten.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.buffer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The objects of a text that arrives in pieces of a size; `None` if it is no whole list of objects.
    fn taken_apart(text: &str, size: usize) -> Option<Vec<String>> {
        let mut elements = Elements::default();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            elements.push(piece);
            while let Found::Object(of) = elements.next().ok()? {
                found.push(String::from_utf8(elements.bytes(of).to_vec()).unwrap());
            }
            elements.forget();
        }
        elements.is_ended().then_some(found)
    }

    fn json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            any::<String>().prop_map(Into::into),
            any::<i32>().prop_map(Into::into),
            Just(serde_json::Value::Null),
            r#"[\[\]{}",:\\]{0,8}"#.prop_map(Into::into),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
                proptest::collection::vec((any::<String>(), inner), 0..4).prop_map(|fields| {
                    fields.into_iter().collect::<serde_json::Map<_, _>>().into()
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_list_of_objects_is_taken_apart_into_its_objects(
            values in proptest::collection::vec(json(), 0..6),
            is_pretty in any::<bool>(),
            size in 1_usize..40,
        ) {
            let objects: Vec<_> = values.iter().map(|value| serde_json::json!({ "v": value })).collect();
            let text = if is_pretty {
                format!(" {}\n", serde_json::to_string_pretty(&objects).unwrap())
            } else {
                serde_json::to_string(&objects).unwrap()
            };

            let found = taken_apart(&text, size).unwrap();

            let read: Vec<serde_json::Value> =
                found.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
            prop_assert_eq!(read, objects);
        }

        #[test]
        fn what_it_calls_a_list_of_objects_is_one_to_a_parser_too(
            text in r#"[\[\]{}",:\\a1 ]{0,24}"#,
            size in 1_usize..8,
        ) {
            let is_list = taken_apart(&text, size).is_some_and(|found| {
                found.iter().all(|object| serde_json::from_str::<serde_json::Value>(object).is_ok())
            });
            let parsed = serde_json::from_str::<Vec<serde_json::Map<String, serde_json::Value>>>(&text);
            prop_assert_eq!(is_list, parsed.is_ok());
        }
    }

    #[test]
    fn what_is_no_whole_list_of_objects_is_told_from_one() {
        for text in [
            "",
            "{}",
            "[1]",
            "[{}",
            "[{},]",
            "[,{}]",
            "[{}{}]",
            "[{}]x",
            "[{}] []",
            "text",
            "[[]]",
            "[null]",
            "[{\"a\":\"]}",
        ] {
            for size in [1, 3, 100] {
                assert_eq!(taken_apart(text, size), None, "{text}");
            }
        }
        assert_eq!(taken_apart(" [ ] \n", 2), Some(vec![]));
    }

    #[test]
    fn no_more_is_held_than_an_object_and_what_has_just_arrived() {
        let mut elements = Elements::default();
        elements.push(b"[");
        let mut found = 0;
        let mut most = 0;
        for _ in 0..100_000 {
            elements.push(br#"{"name":"Ada [}","tags":["x"]}  ,"#);
            while let Ok(Found::Object(_)) = elements.next() {
                found += 1;
            }
            elements.forget();
            most = most.max(elements.buffer.capacity());
        }
        assert_eq!(found, 100_000);
        assert!(most < 1_000, "{most}");
    }
}
