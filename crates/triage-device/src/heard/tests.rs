//! What is an answer and what is none.
