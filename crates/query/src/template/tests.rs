//! Tests of the template as a whole.
