//! What every store promises, as tests. An adapter runs them all:
//!
//! ```ignore
//! struct Folder { store: Arc<dyn Store>, _folder: TempDir }
//! impl contract::Place for Folder { … }
//! async fn fresh() -> Folder { … }
//! sallyport_testkit::store_contract!(fresh);
//! ```
//!
//! Each test is given a store without tenants. To add one, write it in the module of its aggregate and
//! name it in [`store_contract!`](crate::store_contract).
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::assigning_clones,
    reason = "tests"
)]
#![allow(clippy::missing_panics_doc, reason = "panicking is how a test speaks")]
#![allow(missing_docs, reason = "the name of a test is its documentation")]

pub mod access;
pub mod accounts;
pub mod apps;
pub mod audit;
pub mod bench;
pub mod datasources;
pub mod factors;
pub mod fixtures;
pub mod guessing;
pub mod keys;
pub mod mail;
pub mod people;
pub mod sessions;
pub mod tenants;
pub mod transactions;

use sallyport_kernel::id::TenantId;
use sallyport_store::audit::StoredRecord;
use sallyport_store::{AuditRead, Read, Store, Transaction};
use std::sync::Arc;

/// A store for one test, and whatever must live as long.
pub trait Place {
    /// The store, without tenants.
    fn store(&self) -> Arc<dyn Store>;
}

/// A store with a tenant in it.
pub struct Case {
    pub store: Arc<dyn Store>,
    pub tenant: TenantId,
}

impl Case {
    pub async fn start(store: Arc<dyn Store>) -> Self {
        let tenant = fixtures::tenant("Acme");
        store
            .create_tenant(&tenant, fixtures::permit())
            .await
            .unwrap();
        Self {
            store,
            tenant: tenant.id,
        }
    }

    /// The same store, with another tenant.
    pub async fn neighbour(&self) -> Self {
        Self::start(Arc::clone(&self.store)).await
    }

    pub async fn read(&self) -> Box<dyn Read> {
        self.store.read(self.tenant).await.unwrap()
    }

    /// The log, with all its records.
    pub async fn log(&self) -> Box<dyn AuditRead> {
        self.store.read_log(self.tenant).await.unwrap()
    }

    /// The records that have no place yet, after the first: that the tenant was made.
    pub async fn records(&self) -> Vec<StoredRecord> {
        let mut records = self.log().await.pending(1000).await.unwrap();
        records.drain(..1).for_each(drop);
        records
    }

    pub async fn begin(&self) -> Box<dyn Transaction> {
        self.store.begin(self.tenant).await.unwrap()
    }

    pub async fn commit(&self, transaction: Box<dyn Transaction>) {
        transaction
            .commit(fixtures::receipt(self.tenant))
            .await
            .unwrap();
    }
}

/// Asserts that a result is an error of that variant of `StoreError`, about that thing.
#[macro_export]
macro_rules! assert_refused {
    ($result:expr, $variant:ident($what:literal)) => {
        match $result {
            Err(sallyport_store::StoreError::$variant(what)) => assert_eq!(what, $what),
            other => panic!(
                "expected {}({}), got {other:?}",
                stringify!($variant),
                $what
            ),
        }
    };
}

/// Runs the suite: `$fresh` is an async function without arguments that returns a [`contract::Place`](Place).
#[macro_export]
macro_rules! store_contract {
    ($fresh:ident) => {
        $crate::store_contract! { @run $fresh;
            tenants: a_tenant_is_listed_once_it_is_made, that_a_tenant_is_made_is_the_first_record_of_its_log,
                a_tenants_id_can_be_taken_once, a_tenant_that_is_refused_leaves_no_record,
                a_tenant_that_is_not_there_is_missing, ids_of_one_tenant_are_not_found_from_another,
                the_same_names_can_be_used_in_two_tenants, the_keys_of_a_tenant_stay_and_are_its_own,
                a_store_that_is_open_answers;
            transactions: a_dropped_transaction_changes_nothing, a_commit_writes_the_change_and_its_record,
                a_receipt_of_another_tenant_commits_nothing, a_receipt_of_what_was_not_done_commits_nothing, a_change_is_seen_by_others_after_its_commit_only,
                a_read_is_of_one_moment, a_refused_call_leaves_the_transaction_usable,
                a_dropped_transaction_lets_the_next_one_go_on, a_transaction_reads_what_it_wrote,
                transactions_of_many_are_all_done;
            people: a_person_is_read_as_written, an_address_is_taken_once, a_person_is_replaced_whole,
                people_come_by_name_in_slices, a_sign_in_is_noted, groups_come_by_name, a_group_must_exist_to_be_in_it,
                people_are_found_by_every_part_of_a_filter,
                people_are_found_by_their_second_factors_a_slice_at_a_time, a_removed_person_takes_sessions_grants_and_links_along,
                an_attribute_is_taken_out_of_whom_it_says_that,
                a_group_is_replaced_whole, a_removed_group_is_taken_out_of_everything,
                who_is_in_a_group_is_in_those_that_it_is_in, people_are_found_by_when_their_password_was_set;
            accounts: of_fifty_that_spend_a_single_use_secret_one_succeeds, a_single_use_secret_that_is_not_there_is_missing,
                a_single_use_secret_reads_as_it_was_kept, single_use_secrets_are_listed_by_what_they_are_for,
                single_use_secrets_are_forgotten_by_person_by_address_and_by_time,
                the_policy_of_sign_ins_is_the_default_until_it_is_set;
            factors: a_factor_is_read_as_written, whoever_has_a_factor_of_some_kinds_is_found,
                a_factor_of_nobody_is_refused, a_passkey_is_known_once,
                a_factor_that_is_not_there_is_missing, of_fifty_that_use_one_code_one_succeeds,
                of_fifty_that_spend_one_recovery_code_one_succeeds, recovery_codes_replace_those_before,
                all_factors_of_a_person_go_together, when_a_second_factor_is_due_is_kept_and_forgotten;
            guessing: earlier_passwords_come_the_latest_first_and_no_more_than_asked,
                a_password_is_hashed_anew_unless_it_is_another_by_now,
                a_place_is_known_by_the_account_that_signed_in_there, the_place_seen_longest_ago_is_forgotten_for_another,
                a_device_is_known_by_the_person_who_signed_in_with_it;
            sessions: a_session_is_found_by_its_hash, a_session_of_nobody_is_refused, a_session_that_was_used_says_when,
                a_renewed_session_is_found_by_its_new_secret_alone,
                sessions_that_have_ended_by_themselves_are_passed_over_and_forgotten, everybodys_sessions_end_but_one,
                ending_a_session_raises_the_access_version, all_sessions_of_a_person_end_together;
            keys: a_key_is_read_as_written_and_found_by_its_hash, keys_come_newest_first_in_slices,
                of_fifty_that_rotate_a_key_one_succeeds, turning_and_ending_a_key_raise_the_access_version,
                that_a_key_was_used_is_noted_without_a_record_or_a_new_version, service_accounts_are_no_people,
                keys_are_found_by_when_they_end;
            mail: a_letter_reads_as_it_was_queued, letters_come_newest_first_in_slices_by_state,
                the_letter_that_is_due_first_is_taken_once, of_fifty_that_take_a_letter_one_gets_it,
                letters_that_no_longer_wait_are_forgotten_by_age, what_was_told_is_told_again_only_after_its_time,
                of_fifty_that_tell_the_same_one_does,
                a_letter_waits_for_its_own_channel,
                there_is_one_gateway_and_it_reads_as_it_was_set;
            apps: workspaces_come_by_name_and_names_are_taken_once, an_app_is_read_as_written,
                an_apps_name_is_taken_once_in_its_workspace, an_app_is_renamed, a_stale_draft_is_refused,
                of_two_that_save_the_same_revision_one_succeeds, releases_are_numbered_without_gaps,
                a_release_keeps_its_document, an_earlier_release_is_made_current,
                lists_hold_what_is_visible_and_no_more, a_removed_app_takes_its_grants_along,
                a_datasource_is_in_use_by_drafts_and_current_releases;
            datasources: a_datasource_is_read_as_written, a_datasources_name_is_taken_once, a_datasource_is_renamed,
                a_stale_configuration_is_refused, a_datasource_in_use_is_kept, a_removed_datasource_is_gone;
            access: the_snapshot_holds_people_groups_and_grants, a_grant_replaces_the_one_before,
                a_removed_grant_is_gone, a_grant_to_nobody_is_refused, every_kind_of_resource_can_be_granted,
                the_access_version_rises_with_every_change, watchers_hear_of_a_change_before_commit_returns,
                a_change_of_something_else_leaves_the_version;
            audit: a_record_is_kept_as_its_canonical_bytes, records_of_many_are_all_kept,
                pending_records_come_in_commit_order, integration_gives_places_in_order,
                integration_is_refused_from_another_size, integration_passes_no_record_over,
                what_was_committed_together_is_pending_together, tiles_come_in_the_order_asked_and_grow,
                a_tile_that_would_lose_a_hash_is_refused, a_tile_that_is_not_there_is_corrupt, leaves_come_from_an_index_on,
                searches_find_what_they_are_for, searches_go_on_before_a_sequence_number,
                watchers_hear_of_records, a_record_for_no_tenant_is_refused;
        }
    };
    (@run $fresh:ident; $($module:ident: $($test:ident),*;)*) => {$(
        mod $module {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() {
                    let place = super::$fresh().await;
                    let store = $crate::contract::Place::store(&place);
                    $crate::contract::$module::$test(store).await;
                }
            )*
        }
    )*};
}
