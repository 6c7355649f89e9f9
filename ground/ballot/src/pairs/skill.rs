use crate::{Invalid, normal};

/// A skill that moves with every comparison: TrueSkill for two.
///
/// ```
/// use ballot::pairs::Skill;
/// let (mut a, mut b) = (Skill::default(), Skill::default());
/// Skill::compare(&mut a, &mut b, Skill::BETA)?;
/// assert!((a.mean - 29.205_220_870_033_607).abs() < 1e-9); // a known first win
/// assert!(a.cautious() > b.cautious());
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Skill {
    /// μ, the skill believed.
    pub mean: f64,
    /// σ, how uncertain that is.
    pub deviation: f64,
}

impl Default for Skill {
    /// The usual beginning: 25 ± 25/3.
    fn default() -> Skill {
        Skill { mean: 25.0, deviation: 25.0 / 3.0 }
    }
}

impl Skill {
    /// The usual spread β of a single performance, 25/6.
    pub const BETA: f64 = 25.0 / 6.0;

    /// Updates both after `winner` beat `loser`.
    ///
    /// With `c² = 2β² + σ_w² + σ_l²`, `t = (μ_w − μ_l)/c`, `v = φ(t)/Φ(t)`, `w = v·(v + t)`: `μ_w +=
    /// σ_w²/c·v`, `μ_l −= σ_l²/c·v`, `σ² ← σ²·(1 − σ²/c²·w)`. R. Herbrich, T. Minka & T. Graepel,
    /// "TrueSkill", NIPS 2006. Constant time. **The result depends on the order of comparisons**, as every
    /// online rating's does: show it while a round runs, and decide by
    /// [`bradley_terry`](super::bradley_terry) on all of them. Refuses figures that are not finite or
    /// deviations not above zero.
    pub fn compare(winner: &mut Skill, loser: &mut Skill, beta: f64) -> Result<(), Invalid> {
        for skill in [&*winner, &*loser] {
            Invalid::within("mean skill", skill.mean, -1e9, 1e9)?;
            Invalid::within("deviation of skill", skill.deviation, 1e-9, 1e9)?;
        }
        let beta = Invalid::within("beta", beta, 1e-9, 1e9)?;
        let (won, lost) = (winner.deviation * winner.deviation, loser.deviation * loser.deviation);
        let c2 = 2.0 * beta * beta + won + lost;
        let c = c2.sqrt();
        let t = (winner.mean - loser.mean) / c;
        let v = normal::inverse_mills(t);
        let w = (v * (v + t)).clamp(0.0, 1.0);
        winner.mean += won / c * v;
        loser.mean -= lost / c * v;
        winner.deviation = (won * (1.0 - won / c2 * w)).sqrt().max(1e-9);
        loser.deviation = (lost * (1.0 - lost / c2 * w)).sqrt().max(1e-9);
        Ok(())
    }

    /// What is almost certainly reached: μ − 3σ.
    pub fn cautious(&self) -> f64 {
        self.mean - 3.0 * self.deviation
    }
}
