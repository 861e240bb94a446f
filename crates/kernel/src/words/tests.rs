use crate::Environment;

#[test]
fn a_word_is_read_as_it_is_written_in_text_and_in_json() {
    for environment in Environment::ALL {
        let json = serde_json::to_string(&environment).unwrap();

        assert_eq!(Environment::parse(environment.as_str()), Some(environment));
        assert_eq!(json, format!("\"{environment}\""));
        assert_eq!(
            serde_json::from_str::<Environment>(&json).unwrap(),
            environment
        );
    }
}

#[test]
fn a_word_in_another_spelling_is_none() {
    for word in ["Production", "PRODUCTION", "", "production "] {
        assert_eq!(Environment::parse(word), None);
        assert!(serde_json::from_value::<Environment>(word.into()).is_err());
    }
}
