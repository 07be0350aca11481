//! The client against servers that others wrote.
