//! A server of one test, people who use it, and what they get back.
//!
//! Start reading at [`TestServer`].

mod actor;
mod audit;
mod client;
mod sample;
mod server;
mod world;

pub(crate) use actor::Visitor;
pub(crate) use client::Reply;
pub(crate) use sample::{Sample, Things, unique};
pub(crate) use server::{Backend, TestServer};
pub(crate) use world::{Console, PASSWORD};
