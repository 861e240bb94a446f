use super::{Case, fixtures};
use crate::assert_refused;
use sallyport_model::account::Purpose;
use sallyport_model::entity::PersonStatus;
use sallyport_model::factor::{FactorKind, FactorState};
use sallyport_policy::{Grant, Level, Principal, ResourceRef};
use sallyport_store::{PeopleFilter, Store};
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub async fn a_person_is_read_as_written(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let group = fixtures::group("Staff");
    let mut person = fixtures::person("Ada");
    person.groups = vec![group.id];
    person.last_sign_in_at = Some(fixtures::at(9));

    let mut tx = case.begin().await;
    tx.add_group(&group).await.unwrap();
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(
        read.person(person.id).await.unwrap().as_ref(),
        Some(&person)
    );
    assert_eq!(
        read.person_by_email("ada@example.com").await.unwrap(),
        Some(person)
    );
    assert_eq!(read.person_by_email("Ada@example.com").await.unwrap(), None);
}

pub async fn an_address_is_taken_once(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (ada, mut bob) = (fixtures::person("Ada"), fixtures::person("Bob"));
    let mut tx = case.begin().await;
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&bob).await.unwrap();

    assert_refused!(
        tx.add_person(&fixtures::person("Ada")).await,
        Taken("address")
    );
    bob.email.clone_from(&ada.email);
    assert_refused!(tx.put_person(&bob).await, Taken("address"));
}

pub async fn a_person_is_replaced_whole(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();
    case.commit(tx).await;

    person.name = "Ada L.".to_owned();
    person.description = "Something else".to_owned();
    person.email = "ada.l@example.com".to_owned();
    person.status = PersonStatus::Disabled;
    person.roles = Vec::new();
    person.attributes = Map::new();
    person.password_hash = None;
    let mut tx = case.begin().await;
    tx.put_person(&person).await.unwrap();
    case.commit(tx).await;

    assert_eq!(
        case.read().await.person(person.id).await.unwrap(),
        Some(person)
    );
    let mut tx = case.begin().await;
    assert_refused!(
        tx.put_person(&fixtures::person("Nobody")).await,
        Missing("person")
    );
}

pub async fn people_come_by_name_in_slices(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut people: Vec<_> = ["Cleo", "Ada", "Bob", "Ada", "Émile"]
        .map(fixtures::person)
        .into();
    people[3].email = "second@example.com".to_owned();
    let mut tx = case.begin().await;
    for person in &people {
        tx.add_person(person).await.unwrap();
    }
    case.commit(tx).await;
    people.sort_by(|a, b| (&a.name, a.id.to_string()).cmp(&(&b.name, b.id.to_string())));

    let mut read = case.read().await;
    let first = read.people(None, 2).await.unwrap();
    let second = read.people(Some(first[1].id), 2).await.unwrap();
    let third = read.people(Some(second[1].id), 2).await.unwrap();

    assert_eq!([first, second, third].concat(), people);
    let gone = fixtures::person("Gone");
    assert_refused!(read.people(Some(gone.id), 2).await, Missing("person"));
}

pub async fn a_sign_in_is_noted(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let person = fixtures::person("Ada");
    let mut tx = case.begin().await;
    tx.add_person(&person).await.unwrap();

    tx.note_sign_in(person.id, fixtures::at(50)).await.unwrap();
    assert_refused!(
        tx.note_sign_in(fixtures::person("Bob").id, fixtures::at(0))
            .await,
        Missing("person")
    );
    case.commit(tx).await;

    let read = case.read().await.person(person.id).await.unwrap().unwrap();
    assert_eq!(read.last_sign_in_at, Some(fixtures::at(50)));
}

pub async fn groups_come_by_name(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (staff, leads) = (fixtures::group("Staff"), fixtures::group("Leads"));
    let mut tx = case.begin().await;
    tx.add_group(&staff).await.unwrap();
    tx.add_group(&leads).await.unwrap();
    assert_refused!(tx.add_group(&fixtures::group("Staff")).await, Taken("name"));
    case.commit(tx).await;

    let mut read = case.read().await;

    assert_eq!(read.group(staff.id).await.unwrap().as_ref(), Some(&staff));
    assert_eq!(read.groups().await.unwrap(), [leads, staff]);
}

pub async fn a_group_must_exist_to_be_in_it(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut person = fixtures::person("Ada");
    person.groups = vec![fixtures::group("Nowhere").id];

    let mut tx = case.begin().await;

    assert_refused!(tx.add_person(&person).await, Missing("group"));
}

pub async fn people_are_found_by_every_part_of_a_filter(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let group = fixtures::group("Staff");
    let (mut ada, mut bob, cleo) = (
        fixtures::person("Ada"),
        fixtures::person("Bob"),
        fixtures::person("Cleo"),
    );
    ada.roles = vec!["administrator".to_owned(), "developer".to_owned()];
    ada.groups = vec![group.id];
    bob.status = PersonStatus::Disabled;
    let mut tx = case.begin().await;
    tx.add_group(&group).await.unwrap();
    for person in [&ada, &bob, &cleo] {
        tx.add_person(person).await.unwrap();
    }
    case.commit(tx).await;
    let all = PeopleFilter::default;
    let text = |text: &str| Some(text.to_owned());
    let mut read = case.read().await;
    let mut found = async |filter: &PeopleFilter| -> Vec<String> {
        let people = read.find_people(filter, None, 10).await.unwrap();
        people.into_iter().map(|person| person.name).collect()
    };

    assert_eq!(found(&all()).await, ["Ada", "Bob", "Cleo"]);
    for (search, names) in [
        ("aD", vec!["Ada"]),
        ("LEO@EXAMPLE", vec!["Cleo"]),
        ("example.com", vec!["Ada", "Bob", "Cleo"]),
        ("%", vec![]),
    ] {
        let filter = PeopleFilter {
            search: text(search),
            ..all()
        };
        assert_eq!(found(&filter).await, names, "{search}");
    }
    let disabled = PeopleFilter {
        status: Some(PersonStatus::Disabled),
        ..all()
    };
    assert_eq!(found(&disabled).await, ["Bob"]);
    let administrators = PeopleFilter {
        role: text("administrator"),
        ..all()
    };
    assert_eq!(found(&administrators).await, ["Ada"]);
    let staff = PeopleFilter {
        group: Some(group.id),
        ..all()
    };
    assert_eq!(found(&staff).await, ["Ada"]);
    let none = PeopleFilter {
        status: Some(PersonStatus::Disabled),
        ..staff
    };
    assert!(found(&none).await.is_empty());
    let developers = PeopleFilter {
        role: text("developer"),
        ..all()
    };
    let after = read
        .find_people(&developers, Some(ada.id), 1)
        .await
        .unwrap();
    assert_eq!(after, [bob]);
}

pub async fn people_are_found_by_their_second_factors_a_slice_at_a_time(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let people = ["Ada", "Bob", "Cleo", "Dora", "Emil", "Fred"].map(fixtures::person);
    let mut tx = case.begin().await;
    for person in &people {
        tx.add_person(person).await.unwrap();
    }
    for (person, kind) in [
        (0, FactorKind::Totp),
        (0, FactorKind::Passkey),
        (2, FactorKind::Email),
        (3, FactorKind::Passkey),
        (5, FactorKind::Totp),
    ] {
        let factor = fixtures::factor(people[person].id, kind);
        tx.add_factor(&factor).await.unwrap();
    }
    case.commit(tx).await;
    let mut read = case.read().await;
    let mut found = async |state, kinds: &[FactorKind]| -> Vec<String> {
        let filter = PeopleFilter {
            factor: Some((state, kinds.to_vec())),
            ..PeopleFilter::default()
        };
        // Slices of two: what does not fit takes no place in any.
        let (mut names, mut after) = (Vec::new(), None);
        loop {
            let slice = read.find_people(&filter, after, 2).await.unwrap();
            names.extend(slice.iter().map(|person| person.name.clone()));
            match slice.last() {
                Some(last) if slice.len() == 2 => after = Some(last.id),
                _ => return names,
            }
        }
    };

    let counted = [FactorKind::Totp, FactorKind::Passkey];
    let (present, missing) = (FactorState::Present, FactorState::Missing);
    assert_eq!(found(present, &counted).await, ["Ada", "Dora", "Fred"]);
    assert_eq!(found(missing, &counted).await, ["Bob", "Cleo", "Emil"]);
    assert_eq!(found(present, &[FactorKind::Email]).await, ["Cleo"]);
    assert_eq!(found(missing, &FactorKind::ALL).await, ["Bob", "Emil"]);
    assert_eq!(found(missing, &[]).await.len(), 6);
}

pub async fn an_attribute_is_taken_out_of_whom_it_says_that(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let mut people = ["Ada", "Bob", "Cleo", "Dora"].map(fixtures::person);
    let (manager, other) = (people[0].id.to_string(), people[1].id.to_string());
    let described = [
        json!({}),
        json!({ "manager": manager, "floor": 3 }),
        json!({ "manager": other, "deputy": manager }),
        json!({ "manager": manager }),
    ];
    let mut tx = case.begin().await;
    for (person, attributes) in people.iter_mut().zip(described) {
        person.attributes = attributes.as_object().cloned().unwrap();
        tx.add_person(person).await.unwrap();
    }
    case.commit(tx).await;
    let before = case.read().await.access().await.unwrap().version();

    let mut tx = case.begin().await;
    let taken = [
        tx.take_out_attribute("manager", &manager).await.unwrap(),
        tx.take_out_attribute("manager", &manager).await.unwrap(),
    ];
    case.commit(tx).await;

    assert_eq!(taken, [2, 0]);
    let mut read = case.read().await;
    let mut kept = Vec::new();
    for person in &people {
        kept.push(read.person(person.id).await.unwrap().unwrap().attributes);
    }
    let kept: Vec<Value> = kept.into_iter().map(Value::Object).collect();
    let whole = json!({ "manager": other, "deputy": manager });
    assert_eq!(kept, [json!({}), json!({ "floor": 3 }), whole, json!({})]);
    assert!(read.access().await.unwrap().version() > before);
}

pub async fn a_removed_person_takes_sessions_grants_and_links_along(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (ada, bob) = (fixtures::person("Ada"), fixtures::person("Bob"));
    let session = fixtures::session(ada.id, 0);
    let mut link = fixtures::one_time(Purpose::PasswordReset);
    link.person = Some(ada.id);
    let grant = |person: &sallyport_model::entity::Person| Grant {
        principal: Principal::Person(person.id),
        level: Level::Use,
        on: ResourceRef::Tenant,
    };
    let mut tx = case.begin().await;
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&bob).await.unwrap();
    tx.add_session(&session).await.unwrap();
    tx.add_one_time(&link).await.unwrap();
    tx.put_grant(&grant(&ada)).await.unwrap();
    tx.put_grant(&grant(&bob)).await.unwrap();
    case.commit(tx).await;
    let before = case.read().await.access().await.unwrap().version();

    let mut tx = case.begin().await;
    tx.remove_person(ada.id).await.unwrap();
    assert_refused!(tx.remove_person(ada.id).await, Missing("person"));
    case.commit(tx).await;

    let mut read = case.read().await;
    assert_eq!(read.person(ada.id).await.unwrap(), None);
    assert_eq!(
        read.session_by_hash(&session.secret_hash).await.unwrap(),
        None
    );
    assert_eq!(read.one_time(&link.secret_hash).await.unwrap(), None);
    let access = read.access().await.unwrap();
    assert!(access.version() > before);
    assert_eq!(
        access.grants_on(&ResourceRef::Tenant),
        [(Principal::Person(bob.id), Level::Use)]
    );
}

pub async fn a_group_is_replaced_whole(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (staff, mut leads) = (fixtures::group("Staff"), fixtures::group("Leads"));
    let mut tx = case.begin().await;
    tx.add_group(&staff).await.unwrap();
    tx.add_group(&leads).await.unwrap();
    let version = tx.access().await.unwrap().version();
    case.commit(tx).await;

    leads.parents = vec![staff.id];
    leads.name = "Team leads".to_owned();
    let mut tx = case.begin().await;
    tx.put_group(&leads).await.unwrap();
    assert_eq!(tx.group(leads.id).await.unwrap().as_ref(), Some(&leads));
    assert!(tx.access().await.unwrap().version() > version);

    let mut wrong = leads.clone();
    wrong.name = "Staff".to_owned();
    assert_refused!(tx.put_group(&wrong).await, Taken("name"));
    leads.parents = vec![fixtures::group("Nowhere").id];
    assert_refused!(tx.put_group(&leads).await, Missing("group"));
    assert_refused!(
        tx.put_group(&fixtures::group("Gone")).await,
        Missing("group")
    );
    let mut orphan = fixtures::group("Orphan");
    orphan.parents = vec![fixtures::group("Nowhere").id];
    assert_refused!(tx.add_group(&orphan).await, Missing("group"));
}

pub async fn a_removed_group_is_taken_out_of_everything(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (staff, mut leads) = (fixtures::group("Staff"), fixtures::group("Leads"));
    leads.parents = vec![staff.id];
    let mut ada = fixtures::person("Ada");
    ada.groups = vec![staff.id, leads.id];
    let mut tx = case.begin().await;
    tx.add_group(&staff).await.unwrap();
    tx.add_group(&leads).await.unwrap();
    tx.add_person(&ada).await.unwrap();
    let grant = Grant {
        principal: Principal::Group(staff.id),
        level: Level::Own,
        on: ResourceRef::Tenant,
    };
    tx.put_grant(&grant).await.unwrap();
    case.commit(tx).await;

    let mut tx = case.begin().await;
    tx.remove_group(staff.id).await.unwrap();
    assert_refused!(tx.remove_group(staff.id).await, Missing("group"));
    case.commit(tx).await;

    let mut read = case.read().await;
    leads.parents = Vec::new();
    assert_eq!(read.groups().await.unwrap(), [leads.clone()]);
    assert_eq!(
        read.person(ada.id).await.unwrap().unwrap().groups,
        [leads.id]
    );
    let access = read.access().await.unwrap();
    assert_eq!(access.grants_on(&ResourceRef::Tenant), []);
    assert_eq!(access.group_names(ada.id), ["Leads"]);
}

pub async fn who_is_in_a_group_is_in_those_that_it_is_in(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let (all, mut staff, mut leads) = (
        fixtures::group("All"),
        fixtures::group("Staff"),
        fixtures::group("Leads"),
    );
    staff.parents = vec![all.id];
    leads.parents = vec![staff.id];
    let (mut ada, mut bob) = (fixtures::person("Ada"), fixtures::person("Bob"));
    ada.groups = vec![leads.id];
    bob.groups = vec![all.id];
    let mut tx = case.begin().await;
    for group in [&all, &staff, &leads] {
        tx.add_group(group).await.unwrap();
    }
    tx.add_person(&ada).await.unwrap();
    tx.add_person(&bob).await.unwrap();
    case.commit(tx).await;

    let mut read = case.read().await;
    let access = read.access().await.unwrap();

    assert_eq!(access.group_names(ada.id), ["All", "Leads", "Staff"]);
    assert_eq!(access.group_names(bob.id), ["All"]);
    // What is kept of the person is what they themselves are in.
    assert_eq!(
        read.person(ada.id).await.unwrap().unwrap().groups,
        [leads.id]
    );
}

pub async fn people_are_found_by_when_their_password_was_set(store: Arc<dyn Store>) {
    let case = Case::start(store).await;
    let set_at = |name: &str, at: i64| {
        let mut person = fixtures::person(name);
        person.password_hash = Some("hash".to_owned());
        person.password_set_at = Some(fixtures::at(at));
        person
    };
    let (early, first, last) = (set_at("a", 10), set_at("c", 11), set_at("b", 20));
    let (late, mut disabled, mut without) = (set_at("d", 21), set_at("e", 15), set_at("f", 15));
    disabled.status = PersonStatus::Disabled;
    without.password_hash = None;
    let mut tx = case.begin().await;
    for person in [&late, &last, &disabled, &without, &first, &early] {
        tx.add_person(person).await.unwrap();
    }

    let found = tx
        .people_by_password(fixtures::at(10), fixtures::at(20))
        .await
        .unwrap();

    assert_eq!(found, [first, last]);
}
