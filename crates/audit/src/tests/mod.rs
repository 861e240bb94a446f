mod log;
mod reading;
mod sequencing;
mod verifying;
