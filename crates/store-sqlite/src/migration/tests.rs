use super::*;

#[test]
fn a_file_of_a_later_release_is_refused() {
    let mut connection = Connection::open_in_memory().unwrap();
    migrate(&mut connection, TENANT_MIGRATIONS, Timestamp::UNIX_EPOCH).unwrap();

    let refused = migrate(&mut connection, CONTROL_MIGRATIONS, Timestamp::UNIX_EPOCH);

    assert!(matches!(refused, Err(StoreError::Unavailable(_))));
}

#[test]
fn every_migration_has_run_once_and_in_order() {
    let mut connection = Connection::open_in_memory().unwrap();
    for _ in 0..2 {
        migrate(&mut connection, TENANT_MIGRATIONS, Timestamp::UNIX_EPOCH).unwrap();
    }

    let mut statement = connection
        .prepare("SELECT name FROM migration ORDER BY number")
        .unwrap();
    let ran: Vec<String> = statement
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();

    let listed: Vec<&str> = TENANT_MIGRATIONS.iter().map(|(name, _)| *name).collect();
    assert_eq!(ran, listed);
}

#[test]
fn every_file_of_the_folder_is_listed() {
    for (folder, listed) in [
        ("control", CONTROL_MIGRATIONS),
        ("tenant", TENANT_MIGRATIONS),
    ] {
        let path = format!("{}/migrations/{folder}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| {
                entry
                    .unwrap()
                    .file_name()
                    .into_string()
                    .unwrap()
                    .replace(".sql", "")
            })
            .collect();
        names.sort();

        let numbers: Vec<usize> = names
            .iter()
            .map(|name| name[..4].parse().unwrap())
            .collect();

        assert_eq!(
            names,
            listed.iter().map(|(name, _)| *name).collect::<Vec<_>>()
        );
        assert_eq!(numbers, (1..=names.len()).collect::<Vec<_>>());
    }
}
