//! The whole server, from outside: what it answers, to whom, and what it keeps.

mod support;

mod access;
