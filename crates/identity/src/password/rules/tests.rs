use super::*;

fn faults_of(password: &str, policy: &PasswordPolicy, second_factor: bool) -> Vec<Fault> {
    let context = Context::new(
        "Northwind Traders",
        "ada.lovelace@example.com",
        "Ada Lovelace",
    );
    judge(
        &Secret::new(password.to_owned()),
        policy,
        second_factor,
        &context,
    )
    .faults
}

fn alone(password: &str) -> Vec<Fault> {
    faults_of(password, &PasswordPolicy::default(), false)
}

#[test]
fn a_few_words_that_nobody_puts_together_are_a_password() {
    for password in [
        "tractor velvet humming nine",
        "кит спит под яблоней ночью",
        "correct horse battery staple gun",
        "kT9#vRw2!mQx7bLp",
    ] {
        assert_eq!(alone(password), [], "{password}");
    }
}

#[test]
fn the_least_length_is_the_tenants_and_shorter_beside_a_second_factor() {
    let policy = PasswordPolicy {
        min_alone: 16,
        min_with_factor: 10,
        ..PasswordPolicy::default()
    };

    assert_eq!(
        faults_of("kT9#vRw2!mQx7bL", &policy, false),
        [Fault::TooShort(16)]
    );
    assert_eq!(faults_of("kT9#vRw2!mQx7bLp", &policy, false), []);
    assert_eq!(faults_of("kT9#vRw2!", &policy, true), [Fault::TooShort(10)]);
    assert_eq!(faults_of("kT9#vRw2!m", &policy, true), []);
}

#[test]
fn length_is_counted_in_characters_of_the_normal_form() {
    // 14 characters, 28 bytes; with the accents apart they are 15.
    assert_eq!(alone("щъюяжчшщэыъьбв"), [Fault::TooShort(15)]);
    assert!(alone("e\u{301}kT9#vRw2!mQx7").contains(&Fault::TooShort(15)));
}

#[test]
fn a_password_of_256_characters_goes_and_one_of_257_does_not() {
    let long: String = "tractor velvet humming nine, "
        .chars()
        .cycle()
        .take(256)
        .collect();
    assert_eq!(alone(&long), []);
    assert_eq!(alone(&format!("{long}!")), [Fault::TooLong(256)]);
}

#[test]
fn what_is_in_the_lists_is_refused_in_whatever_case() {
    let beside = |password| faults_of(password, &PasswordPolicy::default(), true);
    for password in [
        "password",
        "PassWord1",
        "iloveyou",
        "qwertyuiop",
        "ｐａｓｓｗｏｒｄ",
    ] {
        assert_eq!(beside(password), [Fault::Breached], "{password}");
    }
    for password in ["merlinbamboo5050", "godisloveforever", "GodIsLoveForever"] {
        assert_eq!(alone(password), [Fault::Breached], "{password}");
    }
}

#[test]
fn words_about_the_account_do_not_make_a_password() {
    for password in [
        "lovelaceLovelace",
        "Sallyport-Sallyport-2026",
        "NorthwindTraders!2026",
        "ada.lovelace@example.com",
        "L0vel4ce$4llyport1",
    ] {
        assert_eq!(alone(password), [Fault::AboutTheAccount], "{password}");
    }
    assert_eq!(alone("lovelace counts velvet tractors"), []);
}

#[test]
fn what_falls_to_few_guesses_is_refused_however_long() {
    for password in [
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "1234567890123456789012",
    ] {
        let faults = alone(password);
        assert!(
            faults == [Fault::Guessable] || faults == [Fault::Breached],
            "{password}: {faults:?}"
        );
    }
}

#[test]
fn kinds_of_characters_are_asked_for_where_the_tenant_wants_them() {
    let policy = PasswordPolicy {
        complexity: true,
        ..PasswordPolicy::default()
    };

    let plain = "tractor velvet humming nine";
    assert_eq!(
        faults_of(plain, &policy, false),
        [Fault::OneKindOfCharacter]
    );
    assert_eq!(faults_of("Tractor velvet humming 9", &policy, false), []);
}

#[test]
fn a_weak_password_comes_with_advice() {
    let context = Context::new("Northwind", "ada@example.com", "Ada");
    let policy = PasswordPolicy::default();

    let weak = judge(
        &Secret::new("password".to_owned()),
        &policy,
        false,
        &context,
    );
    let strong = judge(
        &Secret::new("tractor velvet humming nine".to_owned()),
        &policy,
        false,
        &context,
    );

    assert!(weak.score < 2 && !weak.advice.is_empty(), "{weak:?}");
    assert_eq!((strong.score, strong.advice.len()), (4, 0), "{strong:?}");
}
