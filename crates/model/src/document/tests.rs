//! Tests of the document as a whole.
