//! What a text says about itself, without asking anyone: no file, no network, no clock, no chance.
//!
//! One module per subject:
//!
//! * [`language`]: which language a text is written in, or honestly "undetermined";
//! * [`words`]: from characters to comparable words – normalised, split, without stop words, stemmed;
//! * [`likeness`]: which texts say nearly the same, how sure that is, and why.
//!
//! Every function is total: any sequence of Unicode characters gets an answer, in time that grows linearly
//! with its length (times a logarithm where words are sorted).

pub mod language;
pub mod likeness;
pub mod words;
