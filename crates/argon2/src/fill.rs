//! The steps of a hash, with rests between them: RFC 9106, section 3.2.
//!
//! The one place of the workspace with `unsafe` code. `argon2-rust` makes a hash in one go; a rest in between takes its
//! steps one by one, which it shows to its own tests only (`internal-api`, of one pinned version), and the one that fills
//! memory is `unsafe`. Everything that it asks for is seen to in [`tag`], and nothing of it leaves that function.

#![allow(unsafe_code, reason = "as above")]

use argon2_rust::__internal::{
    Instance, Position, Workspace, backend, clear_internal_memory, fill_first_blocks,
    fill_segment_fn, finalize, initial_hash,
};
use argon2_rust::params::SYNC_POINTS;
use argon2_rust::{Algorithm, Error, Params, Version};
use std::thread;
use std::time::Duration;

/// After so many blocks of 1 KiB comes a rest: a quarter of a millisecond's work on the machines of `docs/benchmarks.md`.
pub(crate) const PIECE: u32 = 1024;

/// How long it is: about as long as the work before it, so that half of a processor is left whoever signs in.
const REST: Duration = Duration::from_micros(500);

/// The tag of a password; `tag` is as long as `params` say.
pub(crate) fn tag(
    memory: &mut Workspace,
    params: &Params,
    password: &[u8],
    salt: &[u8],
    tag: &mut [u8],
) -> Result<(), Error> {
    params.validate_for(password.len(), salt.len(), 0, 0)?;
    let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
    let (blocks, segment, lane) = params.memory_layout();
    let blocks = usize::try_from(blocks).map_err(|_| Error::MemoryAllocationError)?;
    let mut arena = memory.acquire(blocks)?;

    let mut seed = initial_hash(algorithm, version, params, password, salt, &[], &[])?;
    let begun = fill_first_blocks(&mut seed, arena.as_mut_slice(), params.lanes(), lane);
    clear_internal_memory(&mut seed);
    begun?;

    // SAFETY: the arena has as many blocks as these same parameters take, initialised and aligned as it promises. It is
    // ours alone until the end of this function, and `instance` is dropped before it.
    let instance =
        unsafe { Instance::new(arena.as_mut_ptr(), arena.len(), algorithm, version, params) };
    let fill = fill_segment_fn(backend());
    let mut filled = 0;
    for pass in 0..params.passes() {
        for slice in 0..SYNC_POINTS {
            for lane in 0..params.lanes() {
                // SAFETY: `backend` has looked at what this processor can do; `instance` is over the arena above; the
                // position lies within its passes, slices and lanes; and nothing else writes to the arena.
                unsafe { fill(&instance, Position::new(pass, lane, slice, 0)) };
                filled += segment;
                if filled >= PIECE {
                    filled = 0;
                    thread::sleep(REST);
                }
            }
        }
    }
    finalize(&instance, tag)
}
