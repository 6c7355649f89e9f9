//! Finding what people made, in several languages.
