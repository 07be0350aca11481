//! Promises follow.
