//! A plan and a question become a proof, a lead that shows the answer, or an honest "could not decide".

pub(crate) mod linear;
pub(crate) mod text;
