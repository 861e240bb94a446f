//! Taking every power from the process that calls it, for good.

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen as Len, SeccompCmpOp as Op, SeccompCondition,
    SeccompFilter, SeccompRule,
};
use std::collections::BTreeMap;

/// Why the process could not be confined. It must end then.
#[derive(Debug, thiserror::Error)]
pub enum ConfineError {
    /// A resource limit was refused.
    #[error("a resource limit cannot be set")]
    Limit(#[from] rustix::io::Errno),
    /// The list of system calls was refused.
    #[error("the system call filter cannot be installed")]
    Filter(#[from] seccompiler::Error),
    /// The list of system calls does not compile.
    #[error("the system call filter cannot be built")]
    Build(#[from] seccompiler::BackendError),
}

/// What writable memory may be mapped beyond what is there; the engine's own limit is far below.
const DATA: u64 = 512 * 1024 * 1024;
/// What may be mapped at all, which an allocator reserves generously without using it.
const ADDRESS_SPACE: u64 = 16 * 1024 * 1024 * 1024;
/// Seconds of computing in a child's life: the parent kills long before, unless it is gone.
const CPU_SECONDS: u64 = 120;

/// `PR_SET_VMA`, with which an allocator names its memory.
const NAME_MEMORY: u64 = 0x5356_4d41;

/// From here on the process may compute, read its input and write its output, and nothing else:
/// any other system call ends it at once.
pub fn confine() -> Result<(), ConfineError> {
    for (resource, most) in [
        (Resource::As, ADDRESS_SPACE),
        (Resource::Data, DATA),
        (Resource::Cpu, CPU_SECONDS),
        (Resource::Nofile, 0),
        (Resource::Nproc, 0),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
    ] {
        setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        )?;
    }
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    let filter: BpfProgram = filter()?.try_into()?;
    // Also gives up, for good, to gain rights by running another program.
    seccompiler::apply_filter(&filter)?;
    Ok(())
}

fn filter() -> Result<SeccompFilter, seccompiler::BackendError> {
    let arg = |index: u8, value: u64| SeccompCondition::new(index, Len::Qword, Op::Eq, value);
    let fd = |value: u64| SeccompCondition::new(0, Len::Dword, Op::Eq, value);
    let masked =
        |index: u8, mask: u64| SeccompCondition::new(index, Len::Qword, Op::MaskedEq(mask), 0);
    let executable = u64::from(libc::PROT_EXEC.unsigned_abs());
    let nowhere = u64::from(u32::MAX);
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = [
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_brk,
        libc::SYS_futex,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_rt_sigreturn,
        libc::SYS_rt_sigprocmask,
        libc::SYS_sigaltstack,
        libc::SYS_clock_gettime,
        libc::SYS_gettimeofday,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
        libc::SYS_restart_syscall,
    ]
    .into_iter()
    .map(|call| (call, Vec::new()))
    .collect();
    rules.insert(libc::SYS_read, vec![SeccompRule::new(vec![fd(0)?])?]);
    let write = vec![
        SeccompRule::new(vec![fd(1)?])?,
        SeccompRule::new(vec![fd(2)?])?,
    ];
    rules.insert(libc::SYS_write, write);
    // Memory of its own, and never code: no descriptor, no execution.
    let fresh = SeccompCondition::new(4, Len::Dword, Op::Eq, nowhere)?;
    rules.insert(
        libc::SYS_mmap,
        vec![SeccompRule::new(vec![masked(2, executable)?, fresh])?],
    );
    rules.insert(
        libc::SYS_mprotect,
        vec![SeccompRule::new(vec![masked(2, executable)?])?],
    );
    rules.insert(
        libc::SYS_prctl,
        vec![SeccompRule::new(vec![arg(0, NAME_MEMORY)?])?],
    );
    SeccompFilter::new(
        rules,
        SeccompAction::KillProcess,
        SeccompAction::Allow,
        std::env::consts::ARCH.try_into()?,
    )
}
