//! Stories of what people do with pieces, on both engines.

mod house;

use act::{Id, Result};
use house::{both, furnish, idea, make, member, person, steward};
use pieces::{Decision, Derivation, Grounds, Moderation, NewComment, Part, Piece, Visibility};
use store::{Span, Store};

async fn say(store: &Store, by: i64, on: Id<Piece>, body: &'static str, internal: bool) -> Result<Id<Piece>> {
    let who = if by > 15 { steward(by) } else { member(by) };
    store.write(move |tx| pieces::comment(tx, &who, NewComment { on, body, internal })).await
}

async fn comments(store: &Store, piece: Id<Piece>) -> i64 {
    store.read(move |tx| pieces::head(tx, &member(1), piece)).await.expect("a head").comments
}

async fn told(store: &Store, n: i64) -> Vec<String> {
    let notices = store.read(move |tx| events::inbox(tx, person(n), None, 50)).await.expect("an inbox");
    notices.into_iter().map(|notice| notice.key).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_talk_in_exchanges_and_whom_it_concerns_is_told_once() {
    both(|store, hand| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        store.write(move |tx| pieces::follow(tx, &member(4), idea, true)).await.expect("followed");
        let first = say(&store, 2, idea, "Would the wax mark light linings?", false).await.expect("said");
        hand.advance(Span::minutes(1));
        let answer = say(&store, 3, first, "On two of six samples.", false).await.expect("answered");
        hand.advance(Span::minutes(1));
        say(&store, 20, answer, "Ask before we say so.", true)
            .await
            .expect_err("no note inside an open exchange");
        let note = say(&store, 20, idea, "It fits the collar brief.", true).await.expect("noted");
        assert_eq!(comments(&store, idea).await, 2, "a side note is not counted");
        let seen = store.read(move |tx| pieces::talk(tx, &member(5), idea, None)).await.expect("talk");
        assert_eq!(seen.spoken.iter().map(|said| said.id).collect::<Vec<_>>(), [first, answer]);
        let inside = store.read(move |tx| pieces::talk(tx, &steward(20), idea, None)).await.expect("talk");
        assert_eq!(inside.spoken.iter().map(|said| said.id).collect::<Vec<_>>(), [first, answer, note]);
        let hidden = store.read(move |tx| pieces::may_see(tx, &member(1), note)).await;
        assert_eq!(hidden, Ok(false), "not even the author of the idea reads a side note");
        assert_eq!(told(&store, 1).await, ["pieces-notice-commented"], "counted while unread");
        assert_eq!(told(&store, 2).await, ["pieces-notice-answered"]);
        assert_eq!(told(&store, 4).await, ["pieces-notice-followed"]);
        assert_eq!(told(&store, 3).await, Vec::<String>::new(), "nobody is told what they said");
        let nothing = say(&store, 2, idea, "  \n ", false).await;
        assert!(nothing.is_err_and(|e| e.is("refused-text-empty")));
        let visitor = act::Actor::visitor(Default::default());
        let unknown = store
            .write(move |tx| {
                pieces::comment(tx, &visitor, NewComment { on: idea, body: "x", internal: false })
            })
            .await;
        assert!(unknown.is_err_and(|e| e.is("refused-sign-in")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_remarks_come_in_pages_and_none_is_lost_or_told_twice() {
    both(|store, hand| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        hand.advance(Span::minutes(1));
        let made = store
            .write(move |tx| {
                let authors = [person(2)];
                let mut last = None;
                for n in 0..260_i64 {
                    let parent = last.filter(|_| n % 2 == 1);
                    let new = pieces::NewPiece {
                        kind: "comment",
                        title: None,
                        about: Some(idea),
                        parent,
                        ..house::idea(&authors, "")
                    };
                    last = Some(pieces::create(tx, new)?);
                }
                Ok::<usize, act::Error>(260)
            })
            .await
            .expect("remarks");
        let (mut after, mut read, mut pages) = (None, Vec::new(), 0);
        loop {
            let cursor: Option<web::Cursor> = after.clone();
            let talk = store
                .read(move |tx| pieces::talk(tx, &member(3), idea, cursor.as_ref()))
                .await
                .expect("talk");
            read.extend(talk.spoken.iter().map(|said| said.id));
            pages += 1;
            after = talk.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!((read.len(), pages), (made, 3));
        read.sort_unstable();
        read.dedup();
        assert_eq!(read.len(), made);
        assert_eq!(comments(&store, idea).await, 260);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_can_be_changed_every_text_is_kept_and_a_stale_change_is_refused() {
    both(|store, _| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        let revise = |store: Store, n: i64, body: &'static str, seen: i64, reason: Option<&'static str>| async move {
            let who = if n > 15 { steward(n) } else { member(n) };
            store.write(move |tx| pieces::revise(tx, &who, idea, Some("Thread"), body, seen, reason)).await
        };
        assert_eq!(revise(store.clone(), 1, "second", 1, None).await, Ok(2));
        assert!(revise(store.clone(), 1, "late", 1, None).await.is_err_and(|e| e.is("pieces-stale")));
        assert!(revise(store.clone(), 2, "mine now", 2, Some("why not")).await.is_err_and(|e| e.is("refused-not-allowed")));
        assert!(revise(store.clone(), 20, "kinder", 2, None).await.is_err_and(|e| e.is("pieces-reason-needed")));
        assert_eq!(revise(store.clone(), 20, "kinder", 2, Some("it named a person")).await, Ok(3));
        let texts = store.read(move |tx| pieces::revisions(tx, &member(9), idea, None, 10)).await.expect("texts");
        let read: Vec<_> = texts.iter().map(|text| (text.revision, text.body.as_str(), text.by)).collect();
        let first = "A waxed linen thread in a colour I choose.";
        assert_eq!(read, [(3, "kinder", Some(person(20))), (2, "second", Some(person(1))), (1, first, Some(person(1)))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_has_a_reason_and_the_appeal_goes_to_another_steward() {
    both(|store, hand| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        let remark = say(&store, 2, idea, "The girl at the till could not find her pocket.", false).await.expect("said");
        let report = |store: Store, n: i64| async move {
            store.write(move |tx| pieces::report(tx, &member(n), remark, Grounds::Unkind, "")).await
        };
        assert_eq!(report(store.clone(), 3).await, Ok(1));
        assert!(report(store.clone(), 3).await.is_err_and(|e| e.is("pieces-reported-already")));
        assert_eq!(report(store.clone(), 4).await, Ok(2));
        let decide = |store: Store, decision: Decision, reason: &'static str| async move {
            store.write(move |tx| pieces::moderate(tx, &steward(19), remark, &decision, reason)).await
        };
        assert!(decide(store.clone(), Decision::Hide, " ").await.is_err_and(|e| e.is("pieces-reason-needed")));
        let member_decides = store.write(move |tx| pieces::moderate(tx, &member(3), remark, &Decision::Hide, "x")).await;
        assert!(member_decides.is_err_and(|e| e.is("refused-not-allowed")));
        decide(store.clone(), Decision::Hide, "it named a shop assistant in anger").await.expect("hidden");
        assert_eq!(comments(&store, idea).await, 0);
        let seen = store.read(move |tx| pieces::talk(tx, &member(5), idea, None)).await.expect("talk");
        assert_eq!(seen.spoken[0].body, "", "its place stays, its words do not");
        assert!(matches!(&seen.spoken[0].moderation, Moderation::Hidden { reason, .. } if reason.contains("anger")));
        assert_eq!(told(&store, 2).await, ["pieces-notice-hidden"]);
        assert_eq!(report(store.clone(), 3).await.map_err(|e| e.is("refused-not-found")), Err(true), "hidden from them");
        hand.advance(Span::hours(1));
        store.write(move |tx| pieces::appeal(tx, &member(2), remark, "I meant the till.")).await.expect("appealed");
        let again = store.write(move |tx| pieces::appeal(tx, &member(2), remark, "Please.")).await;
        assert!(again.is_err_and(|e| e.is("pieces-appealed-already")));
        let own = store.read(move |tx| pieces::waiting(tx, &steward(19), None, 10)).await.expect("a queue");
        assert_eq!(own, [], "whoever decided does not see the appeal");
        let other = store.read(move |tx| pieces::waiting(tx, &steward(18), None, 10)).await.expect("a queue");
        assert_eq!(other.len(), 1);
        let judge = |store: Store, n: i64| async move {
            store.write(move |tx| pieces::decide_appeal(tx, &steward(n), remark, true, "so it reads")).await
        };
        assert!(judge(store.clone(), 19).await.is_err_and(|e| e.is("pieces-another-steward")));
        judge(store.clone(), 18).await.expect("upheld");
        assert_eq!(comments(&store, idea).await, 1);
        assert_eq!(report(store.clone(), 3).await, Ok(1), "what was decided can be reported again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_person_becomes_an_author_and_shares_are_declared_signed_and_contested() {
    both(|store, _| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        store.write(move |tx| pieces::add_author(tx, &member(1), idea, person(2))).await.expect("asked");
        let stranger = store.write(move |tx| pieces::add_author(tx, &member(3), idea, person(3))).await;
        assert!(stranger.is_err_and(|e| e.is("pieces-not-yours")));
        store.write(move |tx| pieces::answer_invitation(tx, &member(2), idea, true)).await.expect("accepted");
        let head = store.read(move |tx| pieces::head(tx, &member(9), idea)).await.expect("a head");
        assert_eq!(
            head.authors.iter().map(|by| by.person).collect::<Vec<_>>(),
            [Some(person(1)), Some(person(2))]
        );
        let declare = |store: Store, by: i64, shares: [i64; 2]| async move {
            let part = |n: i64, share: i64| Part { person: person(n), part: "words".to_owned(), share };
            let parts = [part(1, shares[0]), part(2, shares[1])];
            store.write(move |tx| pieces::declare(tx, &member(by), idea, &parts)).await
        };
        assert!(declare(store.clone(), 1, [5_000, 4_999]).await.is_err_and(|e| e.is("pieces-shares")));
        assert!(declare(store.clone(), 1, [20_000, -10_000]).await.is_err_and(|e| e.is("pieces-shares")));
        assert!(declare(store.clone(), 1, [i64::MAX, 2]).await.is_err_and(|e| e.is("pieces-shares")));
        assert!(declare(store.clone(), 5, [5_000, 5_000]).await.is_err_and(|e| e.is("refused-not-allowed")));
        let old = declare(store.clone(), 1, [9_999, 1]).await.expect("declared");
        let sign = |store: Store, by: i64, which, agrees: bool, reason: &'static str| async move {
            store.write(move |tx| pieces::sign(tx, &member(by), idea, which, agrees, reason)).await
        };
        assert!(sign(store.clone(), 2, old, false, "").await.is_err_and(|e| e.is("pieces-reason-needed")));
        assert_eq!(sign(store.clone(), 2, old, false, "half of it was mine").await, Ok(false));
        let new = declare(store.clone(), 1, [5_000, 5_000]).await.expect("declared anew");
        assert!(
            sign(store.clone(), 2, old, true, "").await.is_err_and(|e| e.is("pieces-declaration-replaced"))
        );
        assert!(sign(store.clone(), 3, new, true, "").await.is_err_and(|e| e.is("pieces-not-credited")));
        assert_eq!(sign(store.clone(), 2, new, true, "").await, Ok(true));
        store.write(move |tx| pieces::leave_authorship(tx, &member(1), idea)).await.expect("left");
        let last = store.write(move |tx| pieces::leave_authorship(tx, &member(2), idea)).await;
        assert!(last.is_err_and(|e| e.is("pieces-last-author")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_thread_is_read_in_both_directions_counts_what_is_hidden_and_never_closes() {
    both(|store, hand| async move {
        store.write(furnish).await.expect("furnished");
        let heard = make(&store, 1, "A remark on a blog").await;
        hand.advance(Span::days(1));
        let idea = make(&store, 2, "Waxed thread").await;
        hand.advance(Span::days(1));
        let secret = store
            .write(|tx| pieces::create(tx, pieces::NewPiece { visibility: Visibility::Draft, ..idea_of(3) }))
            .await
            .expect("a draft");
        let derive = |store: Store, from, to, how| async move {
            store.write(move |tx| pieces::derive(tx, Some(person(20)), from, to, how)).await
        };
        derive(store.clone(), heard, idea, Derivation::HeardAs).await.expect("an edge");
        derive(store.clone(), heard, idea, Derivation::HeardAs).await.expect("the same edge");
        derive(store.clone(), idea, secret, Derivation::BuiltOn).await.expect("an edge");
        assert!(
            derive(store.clone(), secret, heard, Derivation::BuiltOn)
                .await
                .is_err_and(|e| e.is("pieces-circle"))
        );
        assert!(
            derive(store.clone(), idea, idea, Derivation::BuiltOn)
                .await
                .is_err_and(|e| e.is("pieces-circle"))
        );
        let thread = store.read(move |tx| pieces::thread(tx, &member(9), idea, 60)).await.expect("a thread");
        assert_eq!(thread.pieces.iter().map(|head| head.id).collect::<Vec<_>>(), [heard, idea]);
        assert_eq!((thread.edges.len(), thread.hidden, thread.more), (1, 1, false));
        let short = store.read(move |tx| pieces::thread(tx, &member(9), idea, 1)).await.expect("a thread");
        assert!(short.more);
        store
            .write(move |tx| pieces::underive(tx, None, heard, idea, Derivation::HeardAs))
            .await
            .expect("taken back");
        let alone = store.read(move |tx| pieces::thread(tx, &member(9), heard, 60)).await.expect("a thread");
        assert_eq!(alone.pieces.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_merged_into_an_older_piece_stands_before_it_in_the_thread() {
    both(|store, hand| async move {
        store.write(furnish).await.expect("furnished");
        let old = make(&store, 1, "The spare button inside the pocket").await;
        hand.advance(Span::days(1));
        let merged = make(&store, 2, "One spare button behind the label").await;
        hand.advance(Span::days(1));
        let made = make(&store, 3, "Two buttons and a needle").await;
        store
            .write(move |tx| {
                pieces::derive(tx, None, merged, old, Derivation::MergedInto)?;
                pieces::derive(tx, None, old, made, Derivation::OfferedAs)
            })
            .await
            .expect("edges");
        let thread = store.read(move |tx| pieces::thread(tx, &member(9), made, 60)).await.expect("a thread");
        assert_eq!(thread.pieces.iter().map(|head| head.id).collect::<Vec<_>>(), [merged, old, made]);
    })
    .await;
}

fn idea_of(n: i64) -> pieces::NewPiece<'static> {
    let authors: &'static [Id<act::Person>] = Box::leak(Box::new([person(n)]));
    idea(authors, "Another")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_visibility_is_seen_by_those_it_is_for() {
    both(|store, _| async move {
        store.write(furnish).await.expect("furnished");
        for (visibility, stranger, staff) in [
            (Visibility::Public, true, true),
            (Visibility::Programme, false, true),
            (Visibility::Stewards, false, true),
            (Visibility::Draft, false, false),
        ] {
            let piece = store
                .write(move |tx| pieces::create(tx, pieces::NewPiece { visibility, ..idea_of(1) }))
                .await
                .expect("a piece");
            let sees = |who: act::Actor| {
                let store = store.clone();
                async move { store.read(move |tx| pieces::may_see(tx, &who, piece)).await.expect("an answer") }
            };
            assert!(sees(member(1)).await, "{visibility:?}: its author");
            assert_eq!(sees(member(2)).await, stranger, "{visibility:?}: somebody else");
            assert_eq!(sees(act::Actor::visitor(Default::default())).await, stranger, "{visibility:?}: a visitor");
            assert_eq!(sees(steward(20)).await, staff, "{visibility:?}: a steward");
            let talk = store.read(move |tx| pieces::talk(tx, &member(2), piece, None)).await;
            assert_eq!(talk.is_ok(), stranger);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_finds_what_it_made_before() {
    both(|store, _| async move {
        let import = |store: Store| async move {
            store
                .write(|tx| {
                    let at = Some(store::Timestamp::from_millis(1_600_000_000_000));
                    pieces::create(tx, pieces::NewPiece { source: Some("fider:7"), at, ..idea_of(1) })
                })
                .await
                .expect("imported")
        };
        let first = import(store.clone()).await;
        assert_eq!(import(store.clone()).await, first);
        let found = store.read(|tx| pieces::find_by_source(tx, "fider:7")).await;
        assert_eq!(found, Ok::<_, act::Error>(Some(first)));
        let head = store.read(move |tx| pieces::head(tx, &member(2), first)).await.expect("a head");
        assert_eq!(head.at.as_micros(), 1_600_000_000_000_000);
        assert_eq!(head.language.as_deref(), Some("en"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_is_nobody_and_what_was_counted_stays_counted() {
    both(|store, _| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        let other = make(&store, 2, "Visible mending").await;
        for voter in [1, 2, 3] {
            store.write(move |tx| pieces::cast(tx, idea, person(voter), 1, None)).await.expect("a vote");
            store.write(move |tx| pieces::cast(tx, other, person(voter), 1, None)).await.expect("a vote");
        }
        store.write(move |tx| pieces::absorb(tx, other, idea, &[], 7)).await.expect("merged");
        store.write(move |tx| pieces::thank(tx, &member(1), other, true)).await.expect("thanked");
        store.write(move |tx| pieces::follow(tx, &member(1), idea, true)).await.expect("followed");
        let known = house::house();
        let export = store.read(move |tx| known.export_person(tx, person(1))).await.expect("an export");
        assert_eq!(
            export["pieces"]["votes"].as_array().map(Vec::len),
            Some(2),
            "also the one that lies aside"
        );
        assert_eq!(export["pieces"]["pieces"].as_array().map(Vec::len), Some(1));
        let erase = pieces::room().erase_person.expect("pieces forgets");
        store.write(move |tx| erase(tx, person(1))).await.expect("erased");
        let head = store.read(move |tx| pieces::head(tx, &member(9), idea)).await.expect("a head");
        assert_eq!((head.up, head.followers), (3, 0));
        assert_eq!(head.authors[0].person, None);
        let traces = store
            .read(move |tx| pieces::room().export_person.expect("export")(tx, person(1)))
            .await
            .expect("nothing");
        assert!(
            traces
                .as_object()
                .expect("by name")
                .values()
                .all(|list| list.as_array().is_some_and(Vec::is_empty)),
            "{traces}"
        );
        store.write(|tx| pieces::release(tx, 7)).await.expect("undone");
        let back = store.read(move |tx| pieces::head(tx, &member(9), other)).await.expect("a head");
        assert_eq!((back.up, back.thanks), (3, 0), "an erased vote goes back with the others");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn taking_back_deletes_the_words_and_keeps_the_place() {
    both(|store, _| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        let remark = say(&store, 2, idea, "I regret this.", false).await.expect("said");
        let answer = say(&store, 3, remark, "Why?", false).await.expect("answered");
        let stranger = store.write(move |tx| pieces::take_back(tx, &member(3), remark)).await;
        assert!(stranger.is_err_and(|e| e.is("pieces-not-yours")));
        store.write(move |tx| pieces::take_back(tx, &member(2), remark)).await.expect("taken back");
        assert_eq!(comments(&store, idea).await, 1);
        let kept: String = store
            .read(move |tx| {
                Ok::<_, act::Error>(act::sql!(tx.one("SELECT body FROM pieces WHERE id = $1", remark))?)
            })
            .await
            .expect("the row");
        assert_eq!(kept, "");
        let talk = store.read(move |tx| pieces::talk(tx, &member(9), idea, None)).await.expect("talk");
        assert_eq!(talk.spoken.iter().map(|said| said.id).collect::<Vec<_>>(), [remark, answer]);
        let again = say(&store, 3, remark, "Still?", false).await;
        assert!(again.is_err(), "nothing answers what is gone");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_statement_is_understood_by_both_engines() {
    // Preparing them all is the store's test; here each act of this crate has run once on both.
    both(|store, _| async move {
        store.write(furnish).await.expect("furnished");
        let idea = make(&store, 1, "Waxed thread").await;
        let since = store.clock().now() - Span::days(90);
        let state = |who: act::Actor, link: &'static str| {
            let store = store.clone();
            async move {
                store
                    .write(move |tx| {
                        pieces::predates(tx, &who, idea, since, "Four threads were on test.", link)
                    })
                    .await
            }
        };
        assert!(state(member(1), "https://example.org").await.is_err_and(|e| e.is("refused-not-allowed")));
        assert!(state(steward(20), "javascript:alert(1)").await.is_err_and(|e| e.is("pieces-bad-link")));
        state(steward(20), "https://example.org/lab").await.expect("stated");
        let stated = store.read(move |tx| pieces::predating(tx, idea)).await.expect("statements");
        assert_eq!(stated[0].since, since);
        let taken = store.write(move |tx| pieces::take_words_back(tx, person(1))).await;
        assert_eq!(taken, Ok(1));
        let withdrawn = store
            .write(move |tx| {
                pieces::cast(tx, idea, person(4), 1, None)?;
                pieces::withdraw_votes(tx, person(4), "idea", |_, _| Ok(true))
            })
            .await;
        assert_eq!(withdrawn, Ok(1));
    })
    .await;
}
