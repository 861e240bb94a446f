pub(crate) mod random;
