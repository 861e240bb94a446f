//! A step of the sequencer.

use super::batch::{Term, batch_of, sequence};
use crate::fields::Fields;
use crate::value::{Param, params};
use crate::view::Driver;
use sallyport_store::StoreError;
use sallyport_store::audit::Integration;
use std::borrow::Cow;

/// What an integration writes, checked against what the tree's state was read as.
#[derive(Debug)]
pub struct IntegrationRows;

impl IntegrationRows {
    /// Applies the step in the driver's transaction, which the caller commits.
    pub async fn apply<D: Driver>(driver: &mut D, step: &Integration) -> Result<(), StoreError> {
        let stale = || StoreError::Stale("tree");
        let sql = "SELECT size, batch FROM audit_state WHERE id = 1";
        let row = driver
            .query(sql, &[])
            .await?
            .into_iter()
            .next()
            .ok_or_else(stale)?;
        let mut f = Fields::of("audit_state", row);
        let (size, before): (u64, i64) = (f.number("size")?, f.number("batch")?);
        if size != step.from_size {
            return Err(stale());
        }
        let through = step.through.map_or((before, None), |through| {
            (batch_of(through).0, Some(through))
        });
        let sql = "SELECT number, records, first_at, last_at, terms FROM audit_batch WHERE number > $1 AND number <= $2 ORDER BY number";
        let mut next = size;
        let mut last = None;
        let (mut places, mut terms) = (Vec::new(), Vec::new());
        for row in driver.query(sql, params![before, through.0]).await? {
            let mut f = Fields::of("audit_batch", row);
            let (number, records): (i64, u32) = (f.number("number")?, f.number("records")?);
            let (first_at, last_at): (i64, i64) = (f.number("first_at")?, f.number("last_at")?);
            places.push([
                Param::from(next),
                Param::from(number),
                Param::from(first_at),
                Param::from(last_at),
            ]);
            let found_by: Vec<Term> = f.json("terms")?;
            terms.extend(found_by.into_iter().map(|(field, value)| {
                [
                    Param::from(field),
                    Param::Text(Cow::Owned(value.into_owned())),
                    Param::from(number),
                ]
            }));
            last = Some(sequence(number, records.saturating_sub(1) as usize));
            next += u64::from(records);
        }
        // All records up to the last one, and no other: none is ever passed over.
        if next != step.state.size || last != through.1 {
            return Err(stale());
        }
        insert_all(
            driver,
            "audit_place (first_leaf, batch, first_at, last_at)",
            &places,
        )
        .await?;
        // In the order of the index, so that what is common to many batches is written in one go.
        terms.sort_by(|one, other| order(one).cmp(&order(other)));
        insert_all(driver, "audit_term (field, value, batch)", &terms).await?;
        for tile in &step.tiles {
            let sql = "INSERT INTO audit_tile (level, position, hashes) VALUES ($1, $2, $3) \
                       ON CONFLICT (level, position) DO UPDATE SET hashes = excluded.hashes";
            let at = i64::from(tile.level);
            driver
                .execute(sql, params![at, tile.index, &tile.hashes])
                .await?;
        }
        let sql = "UPDATE audit_state SET size = $1, batch = $2, checkpoint = $3 WHERE id = 1";
        let after = &step.state;
        driver
            .execute(sql, params![after.size, through.0, &after.checkpoint])
            .await?;
        Ok(())
    }
}

fn order<'a>(term: &'a [Param<'_>; 3]) -> (i64, &'a str) {
    match term {
        [Param::Integer(field), Param::Text(value), _] => (*field, value),
        _ => (0, ""),
    }
}

/// Inserts rows, many in a statement; the few sizes that there are stay prepared.
async fn insert_all<D: Driver, const N: usize>(
    driver: &mut D,
    into: &str,
    mut rows: &[[Param<'_>; N]],
) -> Result<(), StoreError> {
    for size in [128, 16, 1] {
        let row = |first: usize| {
            let places: Vec<String> = (first..first + N)
                .map(|number| format!("${number}"))
                .collect();
            format!("({})", places.join(", "))
        };
        let values: Vec<String> = (0..size).map(|index| row(index * N + 1)).collect();
        let sql = format!("INSERT INTO {into} VALUES {}", values.join(", "));
        while let Some((chunk, rest)) = rows.split_at_checked(size) {
            if chunk.is_empty() {
                break;
            }
            driver.execute(&sql, &chunk.concat()).await?;
            rows = rest;
        }
    }
    Ok(())
}
