mod reading;
mod sequencing;
mod verifying;
