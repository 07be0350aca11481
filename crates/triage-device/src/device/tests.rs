//! A device between a network and a screen of the test.
