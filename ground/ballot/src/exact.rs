use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{ToPrimitive, Zero};
use std::fmt;

/// A fraction without rounding, where budgets and transfers decide. Written as `7/3`, or `4` when whole.
///
/// ```
/// use ballot::Exact;
/// assert_eq!(Exact::fraction(14, 6)?.to_string(), "7/3");
/// assert_eq!(Exact::from(4u64).to_f64(), 4.0);
/// assert!(Exact::fraction(1, 0).is_err());
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub(crate) BigRational);

impl Exact {
    /// `top/bottom` in lowest terms. Refuses a bottom of zero.
    pub fn fraction(top: i64, bottom: i64) -> Result<Exact, crate::Invalid> {
        if bottom == 0 {
            return Err(crate::Invalid::Contradiction("a fraction cannot have a denominator of zero"));
        }
        Ok(Exact(BigRational::new(top.into(), bottom.into())))
    }

    /// The nearest floating-point number.
    pub fn to_f64(&self) -> f64 {
        self.0.to_f64().unwrap_or(f64::NAN)
    }

    pub(crate) fn whole(value: impl Into<BigInt>) -> Exact {
        Exact(BigRational::from_integer(value.into()))
    }

    pub(crate) fn zero() -> Exact {
        Exact(BigRational::zero())
    }
}

impl From<u64> for Exact {
    fn from(value: u64) -> Exact {
        Exact::whole(value)
    }
}

impl std::ops::Add for Exact {
    type Output = Exact;

    fn add(self, other: Exact) -> Exact {
        Exact(self.0 + other.0)
    }
}

impl std::iter::Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(parts: I) -> Exact {
        parts.fold(Exact::zero(), std::ops::Add::add)
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl serde::Serialize for Exact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
