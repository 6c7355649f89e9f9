//! Opinion groups beside what a Polis server stored for the same votes.

#![allow(clippy::unwrap_used, reason = "a refusal where none belongs must fail the test")]

mod recorded;

use ballot::{
    chance::Seed,
    opinion::{
        Cast, Count, GroupRule, Groups, Health, Landscape, Partition, Routing, Side, Stance, Start, Tallies,
        Votes, across_counts, agreed_by_all, find, likeness, representative,
    },
};
use proptest::prelude::*;
use recorded::{floats, numbers, real};
use serde_json::Value;
use std::collections::BTreeMap;

const SERVER: [&str; 3] = ["150ptpt-3gp-no-strict-no-meta", "50ptpt-3gp-strict-no-meta", "below-100-ptpts"];

/// In these files 1 is agree (the server itself stores −1).
fn stance(vote: i64) -> Stance {
    match vote {
        1 => Stance::Agree,
        -1 => Stance::Disagree,
        _ => Stance::Pass,
    }
}

struct Conversation {
    name: String,
    votes: Votes,
    moderated: Vec<bool>,
    /// The stored group of each person, by the index used in `votes`.
    stored: Vec<Option<usize>>,
    groups: usize,
}

fn casts(rows: Vec<(u64, u64, i64, i64)>, statements: &[u64]) -> (Votes, Vec<u64>) {
    let people: Vec<u64> =
        rows.iter().map(|row| row.0).collect::<std::collections::BTreeSet<_>>().into_iter().collect();
    let casts = rows.into_iter().filter_map(|(person, statement, vote, at)| {
        let statement = statements.binary_search(&statement).ok()?;
        Some(Cast { person: people.binary_search(&person).unwrap(), statement, stance: stance(vote), at })
    });
    (Votes::collect(people.len(), statements.len(), casts).unwrap(), people)
}

fn number(value: &Value) -> i64 {
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|x| x as i64))
        .or_else(|| value.as_str()?.parse().ok())
        .unwrap()
}

fn server(name: &str) -> (Conversation, Value) {
    let folder = format!("polis-server-output/{name}");
    let maths: Value = serde_json::from_str(&real(&format!("{folder}/math-pca2.json"))).unwrap();
    let raw: Value = serde_json::from_str(&real(&format!("{folder}/votes.json"))).unwrap();
    let field = |row: &Value, a: &str, b: &str| number(if row[a].is_null() { &row[b] } else { &row[a] });
    let rows = raw.as_array().unwrap().iter().map(|row| {
        let (person, statement) = (field(row, "pid", "participant_id"), field(row, "tid", "statement_id"));
        (person as u64, statement as u64, number(&row["vote"]), number(&row["modified"]))
    });
    let statements: Vec<u64> = numbers(&maths["tids"]).into_iter().map(|id| id as u64).collect();
    let (votes, people) = casts(rows.collect(), &statements);
    let out = numbers(&maths["mod-out"]);
    let moderated = statements.iter().map(|id| out.contains(&(*id as usize))).collect();
    let mut stored = vec![None; people.len()];
    let clusters = maths["group-clusters"].as_array().unwrap();
    let base: BTreeMap<usize, Vec<usize>> = numbers(&maths["base-clusters"]["id"])
        .into_iter()
        .zip(maths["base-clusters"]["members"].as_array().unwrap().iter().map(numbers))
        .collect();
    for cluster in clusters {
        for person in numbers(&cluster["members"]).iter().flat_map(|member| &base[member]) {
            let index = people.binary_search(&(*person as u64)).unwrap();
            stored[index] = Some(cluster["id"].as_u64().unwrap() as usize);
        }
    }
    let groups = clusters.len();
    (Conversation { name: name.into(), votes, moderated, stored, groups }, maths)
}

fn exported(name: &str) -> Conversation {
    let read = |file: &str| {
        let text = real(&format!("polis/{name}/{file}.csv"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        (head, rows)
    };
    let pick = |head: &csv::StringRecord, column: &str| head.iter().position(|name| name == column).unwrap();
    let (head, comments) = read("comments");
    let (id, moderated) = (pick(&head, "comment-id"), pick(&head, "moderated"));
    let flags: BTreeMap<u64, bool> =
        comments.iter().map(|row| (row[id].parse().unwrap(), &row[moderated] == "-1")).collect();
    let statements: Vec<u64> = flags.keys().copied().collect();
    let (head, rows) = read("votes");
    let columns = ["voter-id", "comment-id", "vote", "timestamp"].map(|column| pick(&head, column));
    let rows = rows.iter().map(|row| {
        let [person, statement, vote, at] = columns.map(|column| row[column].parse::<i64>().unwrap());
        (person as u64, statement as u64, vote, at)
    });
    let (votes, people) = casts(rows.collect(), &statements);
    let (head, rows) = read("participants-votes");
    let (person, group) = (pick(&head, "participant"), pick(&head, "group-id"));
    let mut stored = vec![None; people.len()];
    for row in &rows {
        if let (Ok(index), Ok(group)) =
            (people.binary_search(&row[person].parse().unwrap()), row[group].parse())
        {
            stored[index] = Some(group);
        }
    }
    let groups = stored.iter().flatten().max().map_or(0, |most: &usize| most + 1);
    Conversation { name: name.into(), votes, moderated: flags.into_values().collect(), stored, groups }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn votes_by_group_and_consensus_equal_the_servers() {
    let mut compared = 0;
    for name in SERVER {
        let (conversation, maths) = server(name);
        let tallies = Tallies::count(&conversation.votes, &conversation.stored, conversation.groups).unwrap();
        for (statement, id) in numbers(&maths["tids"]).iter().enumerate() {
            for group in 0..conversation.groups {
                let stored = &maths["group-votes"][group.to_string()]["votes"][id.to_string()];
                let count = tallies.of(group, statement);
                let stored = ["A", "D", "S"].map(|key| stored[key].as_u64().unwrap());
                assert_eq!(
                    [count.agree, count.disagree, count.seen],
                    stored,
                    "{name}, group {group}, statement {id}"
                );
            }
            let stored = maths["group-aware-consensus"][id.to_string()].as_f64().unwrap();
            let consensus = tallies.consensus(statement);
            assert!(close(consensus.product, stored), "{name}, statement {id}");
            assert!((consensus.display.powi(conversation.groups as i32) - stored).abs() < 1e-12);
            compared += 1;
        }
    }
    assert_eq!(compared, 118 + 29 + 44);
}

#[test]
fn representative_statements_equal_the_servers() {
    let mut compared = 0;
    for name in SERVER {
        let (conversation, maths) = server(name);
        let tallies = Tallies::count(&conversation.votes, &conversation.stored, conversation.groups).unwrap();
        let ids = numbers(&maths["tids"]);
        for group in 0..conversation.groups {
            let ours = representative(&tallies, group);
            let stored = maths["repness"][group.to_string()].as_array().unwrap();
            assert_eq!(ours.len(), stored.len(), "{name}, group {group}");
            for (ours, stored) in ours.iter().zip(stored) {
                assert_eq!(
                    ids[ours.statement] as u64,
                    stored["tid"].as_u64().unwrap(),
                    "{name}, group {group}"
                );
                let side = if stored["repful-for"] == "agree" { Side::Agree } else { Side::Disagree };
                assert_eq!(ours.side, side);
                assert_eq!(
                    [ours.successes, ours.trials],
                    ["n-success", "n-trials"].map(|k| stored[k].as_u64().unwrap())
                );
                let figure = |key: &str| stored[key].as_f64().unwrap();
                assert!(
                    close(ours.share, figure("p-success")) && close(ours.share_test, figure("p-test")),
                    "{ours:?} {stored}"
                );
                assert!(close(ours.ratio, figure("repness")));
                // The server stores this one figure in single precision.
                assert!((ours.ratio_test - figure("repness-test")).abs() < 1e-6, "{ours:?} {stored}");
                compared += 1;
            }
        }
        // Over everybody, those included who are in no group.
        let all =
            Tallies::count(&conversation.votes, &vec![Some(0); conversation.votes.people()], 1).unwrap();
        for (side, key) in [(Side::Agree, "agree"), (Side::Disagree, "disagree")] {
            let stored = maths["consensus"][key].as_array().unwrap();
            let ours = agreed_by_all(&all, side);
            assert_eq!(ours.len(), stored.len(), "{name} {key}");
            for (ours, stored) in ours.iter().zip(stored) {
                assert_eq!(ids[ours.statement] as u64, stored["tid"].as_u64().unwrap(), "{name} {key}");
                assert!(
                    close(ours.share_test, stored["p-test"].as_f64().unwrap()),
                    "{name} {ours:?} {stored}"
                );
            }
        }
    }
    assert!(compared > 30, "{compared} compared");
}

#[test]
fn routing_priorities_equal_the_servers_and_its_silent_failure_is_found() {
    let mut degenerate = Vec::new();
    for name in SERVER {
        let (conversation, maths) = server(name);
        let tallies = Tallies::count(&conversation.votes, &conversation.stored, conversation.groups).unwrap();
        let extremities = floats(&maths["pca"]["comment-extremity"]);
        let ids = numbers(&maths["tids"]);
        let meta: Vec<bool> = ids.iter().map(|id| numbers(&maths["meta-tids"]).contains(id)).collect();
        let stored: Vec<f64> =
            ids.iter().map(|id| maths["comment-priorities"][id.to_string()].as_f64().unwrap()).collect();
        let routing = Routing::new(&tallies, &extremities, &meta).unwrap();
        assert_eq!(routing.health(), Health::Healthy, "{name}: computed from the votes");
        if Routing::check(&stored, &meta) == Health::Degenerate {
            degenerate.push(name);
            continue;
        }
        for (ours, stored) in routing.priorities().iter().zip(stored) {
            assert!(close(*ours, stored), "{name}: {ours} beside {stored}");
        }
    }
    assert_eq!(degenerate, ["50ptpt-3gp-strict-no-meta"]);
}

#[test]
fn places_of_people_and_statements_equal_the_servers() {
    // The third fixture lacks the votes on its moderated statements, which the server had.
    for name in ["150ptpt-3gp-no-strict-no-meta", "below-100-ptpts"] {
        let (conversation, maths) = server(name);
        let landscape = Landscape::of(&conversation.votes, &conversation.moderated).unwrap();
        for (ours, theirs) in landscape.centre.iter().zip(floats(&maths["pca"]["center"])) {
            assert!((ours + theirs).abs() < 1e-9, "the server's agree is −1");
        }
        for axis in 0..2 {
            let theirs = floats(&maths["pca"]["comps"][axis]);
            let along: f64 = landscape.axes[axis].iter().zip(&theirs).map(|(a, b)| a * b).sum();
            assert!((along.abs() - 1.0).abs() < 1e-9, "{name}, axis {axis}: {along}");
            // Everybody alone in a place: the server's place of a person is ours, but for the direction of
            // the axis.
            let places = floats(&maths["base-clusters"][["x", "y"][axis]]);
            let members = maths["base-clusters"]["members"].as_array().unwrap();
            for (theirs, members) in
                places.iter().zip(members).filter(|(_, members)| members.as_array().unwrap().len() == 1)
            {
                let person = members[0].as_u64().unwrap() as usize;
                let ours = landscape.people[person][axis] * -along.signum();
                assert!((ours - theirs).abs() < 1e-6, "{name}, person {person}: {ours} beside {theirs}");
            }
        }
        for (ours, theirs) in landscape.extremities().iter().zip(floats(&maths["pca"]["comment-extremity"])) {
            assert!((ours - theirs).abs() < 1e-6);
        }
    }
}

fn divided(conversation: &Conversation, rule: &GroupRule, veterans: &[usize]) -> Groups {
    let landscape = Landscape::of(&conversation.votes, &conversation.moderated).unwrap();
    find(&conversation.votes, &landscape, rule, veterans).unwrap()
}

#[test]
fn groups_found_from_raw_votes_are_those_the_server_stored() {
    // Beginning where the server begins, with the number of groups it had settled on.
    for (name, least) in [(SERVER[0], 0.98), (SERVER[1], 0.999), (SERVER[2], 0.999)] {
        let (conversation, _) = server(name);
        let veterans: Vec<usize> =
            (0..conversation.stored.len()).filter(|p| conversation.stored[*p].is_some()).collect();
        let groups = divided(&conversation, &GroupRule::default(), &veterans);
        let ours = groups.with(conversation.groups).unwrap();
        let index = likeness(&ours.of, &conversation.stored).unwrap();
        println!(
            "{name}: adjusted Rand index {index:.3} with {} groups; own choice {:?}",
            conversation.groups,
            groups.chosen().map(|p| p.groups)
        );
        assert!(index >= least, "{name}: {index}");
    }
}

#[test]
fn groups_of_exported_conversations_are_reported_beside_the_stored_ones() {
    let seed = Seed::of("groups of exported conversations");
    for (name, first, spread) in EXPORTED {
        let conversation = exported(name);
        let index = |start| {
            let groups = divided(&conversation, &GroupRule { start, ..GroupRule::default() }, &[]);
            let chosen: &Partition = groups.chosen().unwrap();
            assert_eq!(chosen.groups, conversation.groups, "{name}: the number of groups is the stored one");
            likeness(&chosen.of, &conversation.stored).unwrap()
        };
        let found = [index(Start::First), index(Start::Spread { tries: 30, seed })];
        println!(
            "{}: adjusted Rand index {:.3} from the first, {:.3} spread",
            conversation.name, found[0], found[1]
        );
        assert!(found[0] >= first && found[1] >= spread, "{name}: {found:?}");
    }
}

/// Conversation, least index from the first people, least index from places far apart.
const EXPORTED: [(&str, f64, f64); 3] = [
    ("bg2050-volunteers", 0.99, 0.1),
    ("scoop-hivemind.biodiversity", 0.95, 0.9),
    ("vtaiwan.uberx", 0.9, 0.6),
];

#[test]
fn the_silhouette_is_that_of_the_people_themselves() {
    // Fewer people than places, so that everybody has a place of her own.
    let (conversation, _) = server(SERVER[1]);
    let landscape = Landscape::of(&conversation.votes, &conversation.moderated).unwrap();
    let groups = find(&conversation.votes, &landscape, &GroupRule::default(), &[]).unwrap();
    for partition in &groups.partitions {
        let people: Vec<(usize, usize)> =
            partition.of.iter().enumerate().filter_map(|(person, group)| Some((person, (*group)?))).collect();
        let away = |a: usize, b: usize| {
            let [p, q] = [landscape.people[a], landscape.people[b]];
            ((p[0] - q[0]).powi(2) + (p[1] - q[1]).powi(2)).sqrt()
        };
        let mean = |person: usize, group: usize| {
            let others = people.iter().filter(|(other, own)| *own == group && *other != person);
            let (sum, count) =
                others.fold((0.0, 0.0), |(sum, count), (other, _)| (sum + away(person, *other), count + 1.0));
            if count == 0.0 { None } else { Some(sum / count) }
        };
        let scores = people.iter().map(|(person, own)| {
            let Some(inside) = mean(*person, *own) else { return 0.0 };
            let others = (0..partition.groups).filter(|group| group != own);
            let outside = others.filter_map(|group| mean(*person, group)).fold(f64::INFINITY, f64::min);
            (outside - inside) / outside.max(inside)
        });
        let expected = scores.sum::<f64>() / people.len() as f64;
        assert!((partition.silhouette - expected).abs() < 1e-9, "{} groups", partition.groups);
    }
    assert!(groups.partitions.len() > 2);
}

#[test]
fn the_consensus_of_an_exported_report_is_reproduced_from_its_votes_and_groups() {
    let conversation = exported("bg2050-volunteers");
    let tallies = Tallies::count(&conversation.votes, &conversation.stored, conversation.groups).unwrap();
    let text = real("polis/bg2050-volunteers/comments.csv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut stored: BTreeMap<u64, f64> = BTreeMap::new();
    for row in reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap) {
        if let Ok(consensus) = row["group-informed-consensus"].parse() {
            stored.insert(row["comment-id"].parse().unwrap(), consensus);
        }
    }
    assert_eq!(stored.len(), conversation.votes.statements());
    let wrong = stored
        .values()
        .enumerate()
        .filter(|(statement, stored)| !close(tallies.consensus(*statement).product, **stored));
    assert_eq!(wrong.count(), 0);
}

fn random_casts() -> impl Strategy<Value = Vec<Cast>> {
    let stance = prop_oneof![Just(Stance::Agree), Just(Stance::Disagree), Just(Stance::Pass)];
    let cast = (0usize..24, 0usize..9, stance, 0i64..3);
    let cast = cast.prop_map(|(person, statement, stance, at)| Cast { person, statement, stance, at });
    prop::collection::vec(cast, 0..180)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn who_voted_first_makes_no_difference(mut casts in random_casts(), by in any::<prop::sample::Index>()) {
        let votes = Votes::collect(24, 9, casts.clone()).unwrap();
        if !casts.is_empty() {
            let by = by.index(casts.len());
            casts.rotate_left(by);
            casts.reverse();
        }
        let other = Votes::collect(24, 9, casts).unwrap();
        prop_assert_eq!(&votes, &other);
        let landscape = Landscape::of(&votes, &[false; 9]).unwrap();
        prop_assert_eq!(&landscape, &Landscape::of(&other, &[false; 9]).unwrap());
        let groups = find(&votes, &landscape, &GroupRule::default(), &[]).unwrap();
        prop_assert_eq!(groups.clone(), find(&other, &landscape, &GroupRule::default(), &[]).unwrap());
        for shared in across_counts(&votes, &groups).unwrap() {
            prop_assert!(shared > 0.0 && shared < 1.0);
        }
    }

    #[test]
    fn the_axes_are_orthogonal_directions_of_largest_variance(
        casts in random_casts(),
        other in prop::collection::vec(-1.0..1.0f64, 9),
    ) {
        let votes = Votes::collect(24, 9, casts).unwrap();
        let landscape = Landscape::of(&votes, &[false; 9]).unwrap();
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f64>();
        let [one, two] = &landscape.axes;
        prop_assert!(dot(one, two).abs() < 1e-9);
        let spread = |axis: &[f64]| -> f64 {
            (0..24)
                .map(|p| {
                    votes
                        .of(p)
                        .map(|(s, stance)| {
                            let vote = match stance {
                                Stance::Agree => 1.0,
                                Stance::Disagree => -1.0,
                                Stance::Pass => 0.0,
                            };
                            (vote - landscape.centre[s]) * axis[s]
                        })
                        .sum::<f64>()
                        .powi(2)
                })
                .sum()
        };
        let length = dot(&other, &other).sqrt();
        prop_assume!(length > 0.1);
        let other: Vec<f64> = other.iter().map(|x| x / length).collect();
        prop_assert!(spread(one) >= spread(&other) - 1e-9);
        prop_assert!(spread(one) >= spread(two) - 1e-9);
    }

    #[test]
    fn a_further_agreement_never_lowers_the_consensus(
        counts in prop::collection::vec((0u64..30, 0u64..30, 0u64..10), 1..5),
        group in any::<prop::sample::Index>(),
    ) {
        let counts: Vec<Vec<Count>> =
            counts.iter().map(|(a, d, p)| vec![Count { agree: *a, disagree: *d, seen: a + d + p }]).collect();
        let before = Tallies::from_counts(&counts).unwrap().consensus(0);
        let mut more = counts.clone();
        let chosen = &mut more[group.index(counts.len())][0];
        chosen.agree += 1;
        chosen.seen += 1;
        let after = Tallies::from_counts(&more).unwrap().consensus(0);
        prop_assert!(after.product >= before.product && after.display >= before.display - 1e-15);
    }
}

#[test]
fn strata_that_equal_the_groups_have_the_same_consensus() {
    let (conversation, maths) = server(SERVER[0]);
    // Declared strata are given in any naming: here reversed.
    let strata: Vec<Option<usize>> = conversation.stored.iter().map(|group| group.map(|g| 2 - g)).collect();
    let tallies = Tallies::count(&conversation.votes, &strata, 3).unwrap();
    for (statement, id) in numbers(&maths["tids"]).iter().enumerate() {
        assert!(close(
            tallies.consensus(statement).product,
            maths["group-aware-consensus"][id.to_string()].as_f64().unwrap()
        ));
    }
}

#[test]
fn statements_are_drawn_in_proportion_to_their_priority() {
    let count = |agree, seen| Count { agree, disagree: seen - agree, seen };
    let tallies = Tallies::from_counts(&[vec![count(10, 20), count(15, 20), count(3, 20)]]).unwrap();
    let routing = Routing::new(&tallies, &[0.5, 1.0, 0.1], &[false; 3]).unwrap();
    let total: f64 = routing.priorities().iter().sum();
    let mut counts = [0.0; 3];
    for number in 0..6000u32 {
        counts[routing.next(&[0, 1, 2], &Seed::of(number.to_le_bytes())).unwrap().unwrap()] += 1.0;
    }
    let distance: f64 = (0..3)
        .map(|s| {
            let expected = 6000.0 * routing.priorities()[s] / total;
            (counts[s] - expected) * (counts[s] - expected) / expected
        })
        .sum();
    assert!(distance < 13.8, "χ² at 2 degrees: {distance}");
    assert_eq!(routing.next(&[], &Seed::of("nothing left")).unwrap(), None);
}

#[test]
fn odd_conversations_are_refused_or_answered_without_a_panic() {
    let cast = |person, statement| Cast { person, statement, stance: Stance::Agree, at: 0 };
    assert!(Votes::collect(1, 1, [cast(1, 0)]).is_err() && Votes::collect(1, 1, [cast(0, 1)]).is_err());
    for (people, statements) in [(0, 0), (1, 0), (0, 3), (5, 3)] {
        let votes = Votes::collect(people, statements, []).unwrap();
        let landscape = Landscape::of(&votes, &vec![false; statements]).unwrap();
        let groups = find(&votes, &landscape, &GroupRule::default(), &[]).unwrap();
        assert!(groups.chosen().is_none());
    }
    // Everybody of one opinion: no axis, one place, no groups.
    let same = Votes::collect(30, 8, (0..240).map(|i| cast(i / 8, i % 8))).unwrap();
    let landscape = Landscape::of(&same, &[false; 8]).unwrap();
    assert!(landscape.axes.iter().flatten().all(|x| *x == 0.0));
    assert!(find(&same, &landscape, &GroupRule::default(), &[]).unwrap().chosen().is_none());
    assert!(Landscape::of(&same, &[false; 7]).is_err());
    let tallies = Tallies::count(&same, &[Some(0); 30], 1).unwrap();
    assert!(
        Tallies::count(&same, &[Some(1); 30], 1).is_err() && Tallies::count(&same, &[None; 29], 1).is_err()
    );
    assert!(Routing::new(&tallies, &[f64::NAN; 8], &[false; 8]).is_err());
    assert!(Routing::new(&tallies, &[0.0; 7], &[false; 8]).is_err());
    assert_eq!(
        Routing::new(&tallies, &[0.0; 8], &[false; 8]).unwrap().health(),
        Health::Healthy,
        "truly alike"
    );
    assert!(representative(&tallies, 7).is_empty());
    let wild = GroupRule {
        least_votes: 0,
        least_people: 0,
        places: 0,
        most_groups: usize::MAX,
        start: Start::Spread { tries: 0, seed: Seed::of("x") },
    };
    assert!(find(&same, &landscape, &wild, &[]).is_ok());
}
