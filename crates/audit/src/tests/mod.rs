mod log;
mod reading;
mod sequencing;
mod store;
mod verifying;
