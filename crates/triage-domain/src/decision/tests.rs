//! Promises to come.
