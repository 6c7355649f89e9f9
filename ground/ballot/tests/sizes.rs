//! Numbers that would ask for more memory than there is are refused, wherever a table is made on the word of
//! a number.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

use ballot::{
    Invalid,
    budget::Approvals,
    chance::Seed,
    harshness::{Rating, correct},
    opinion::{Tallies, Votes},
    pairs::{Comparisons, Sampling, bradley_terry, crowd, hierarchical, maxdiff},
    points::{PointsRule, PointsTally, Price},
    ranked::{Pairwise, Profile},
    raters::dawid_skene,
    ties::TieRule,
};

fn too_large<T>(result: Result<T, Invalid>) -> bool {
    matches!(result, Err(Invalid::TooLarge { .. }))
}

#[test]
fn tables_beyond_all_memory_are_refused() {
    for n in [1 << 28, u32::MAX as usize, usize::MAX] {
        assert!(too_large(Profile::new(n)) && too_large(Pairwise::new(n)) && too_large(Approvals::new(n)));
        let rule = PointsRule { price: Price::Linear, credits: 1, against: false };
        assert!(too_large(PointsTally::new(n, rule)) && too_large(Comparisons::new(n)));
        assert!(too_large(TieRule::Lots(Seed::of("x")).places(n)));
        assert!(
            too_large(crowd(n, 1, &[], 1.0))
                && too_large(crowd(1, n, &[], 1.0))
                && too_large(maxdiff(n, &[], 1.0))
        );
        let sampling = Sampling { warm_up: 0, kept: 1, seed: Seed::of("x") };
        assert!(too_large(hierarchical(n, 1, &[], &sampling)));
        let rating = [Rating { rater: 0, item: 0, value: 1.0 }];
        assert!(too_large(correct(n, 1, &rating, 1.0)) && too_large(correct(1, n, &rating, 1.0)));
        assert!(
            too_large(dawid_skene(n, 1, 2, &[]))
                && too_large(dawid_skene(1, n, 2, &[]))
                && too_large(dawid_skene(1, 1, n, &[]))
        );
        assert!(too_large(Votes::collect(n, 1, [])) && too_large(Votes::collect(1, n, [])));
        assert!(too_large(Tallies::count(&Votes::collect(1, 2, []).unwrap(), &[None], n)));
    }
    let many = Comparisons::new(20_000).unwrap();
    assert!(too_large(bradley_terry(&many, 1.0).unwrap().errors(&many)));
}
