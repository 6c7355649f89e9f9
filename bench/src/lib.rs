//! What it costs, beside what else it could cost.
