//! The client against a FHIR server that others wrote: what is proven here does not rest on our own understanding of the
//! standard alone.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod practice;
mod provider_check;
mod pull;
mod push;
