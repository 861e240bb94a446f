use super::*;

fn spelled(text: &str) -> Option<String> {
    let number = Number::parse(text).ok()?;
    Some(number.expose().expose().clone())
}

#[test]
fn a_number_has_one_spelling_however_it_is_written() {
    for text in [
        "+4915123456789",
        " +49 151 234 567 89 ",
        "+49 (151) 234-567.89",
        "+49/151/23456789",
    ] {
        assert_eq!(spelled(text).as_deref(), Some("+4915123456789"), "{text}");
    }
    assert_eq!(spelled("+683 4002").as_deref(), Some("+6834002"));
}

#[test]
fn what_is_no_number_with_a_countrys_code_is_refused() {
    for text in [
        "",
        "+",
        "0151 23456789",
        "0049 151 23456789",
        "4915123456789",
        "+0151 23456789",
        "+49 151 2345678901234",
        "+49 151",
        "+49 151 2345678x",
        "+49 151 23456789;ext=1",
        "++4915123456789",
        "+４９15123456789",
        "+49 151\n23456789",
    ] {
        assert_eq!(spelled(text), None, "{text:?}");
    }
}

#[test]
fn of_a_number_its_country_and_its_end_are_shown_and_half_of_it_at_most() {
    let masked = |text| Number::parse(text).unwrap().masked();

    assert_eq!(masked("+49 151 23456789"), "+49 ••• 6789");
    assert_eq!(masked("+1 202 555 0143"), "+1 ••• 0143");
    assert_eq!(masked("+353 85 012 3456"), "+353 ••• 3456");
    assert_eq!(masked("+683 4002"), "+683 •••");
    assert_eq!(masked("+376 312345"), "+376 ••• 45");
    let printed = format!("{:?}", Number::parse("+49 151 23456789").unwrap());
    assert!(!printed.contains("6789"), "{printed}");
}
