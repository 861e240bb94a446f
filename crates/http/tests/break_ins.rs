//! What must not compile: each file in `break_ins/` is an attempt to get around the policies or the audit log, and
//! its `.stderr` is what the compiler answers.

#[test]
fn ways_around_the_policies_and_the_audit_log_do_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/break_ins/*.rs");
}
