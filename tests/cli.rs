//! The command as people and scripts meet it.
