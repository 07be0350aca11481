//! The protocol of decisions as a small model, explored whole.
