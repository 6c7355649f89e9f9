//! A house with rounds on either engine, people who vote, and a clock that is set.
#![allow(dead_code, reason = "each test file uses its own part")]

use act::{Actor, Id, Line, Person, Role, Roles, Span, Timestamp, Tx, Voice};
use events::{Bus, Drawer};
use pieces::{NewPiece, Piece, Visibility};
use programmes::Programme;
use rounds::{
    Answer, Authors, Bearing, Combine, Conflict, Counts, Decider, Live, Method, NewRound, Outcome, Round,
    Rule, State, Stratum, Ties, Who,
};
use std::sync::Arc;
use store::Store;
use testkit::{Place, START};
use web::{Room, Settings};

pub(crate) struct House {
    pub(crate) store: Store,
    pub(crate) rooms: web::House,
    place: Place,
}

fn rooms() -> web::House {
    let rooms: Vec<Room> = vec![people::room(), programmes::room(), pieces::room(), rounds::room()];
    web::House::new(rooms, Settings::default()).expect("the rooms fit together")
}

impl House {
    pub(crate) fn new(place: Place) -> Self {
        let rooms = rooms();
        Self { store: place.open(&rooms.migrations()), rooms, place }
    }

    /// Runs what must succeed.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> act::Result<T> + Send + 'static,
    ) -> T {
        self.store.write(act).await.expect("the story goes on")
    }

    /// Runs what must be refused, and gives the refusal's key.
    pub(crate) async fn refused<T: Send + 'static>(
        &self,
        act: impl FnMut(&mut Tx<'_>) -> act::Result<T> + Send + 'static,
    ) -> String {
        match self.store.write(act).await {
            Ok(_) => panic!("it must be refused"),
            Err(error) => error
                .refusal()
                .map(|refusal| refusal.key.to_string())
                .unwrap_or_else(|| panic!("a fault: {error}")),
        }
    }

    pub(crate) fn pass(&self, span: Span) -> Timestamp {
        self.place.hand.advance(span)
    }

    /// Does everything that is due: reactions, jobs, what comes round.
    pub(crate) async fn settle(&self) {
        let mail = Arc::new(Drawer::new(self.store.clone()));
        let engine = self.rooms.engine(self.store.clone(), Bus::new(), mail);
        let settled = engine.settle().await.expect("what is due is done");
        assert!(settled.troubles.is_empty(), "{:?}", settled.troubles);
    }

    /// The keys of the notices that somebody has.
    pub(crate) async fn told(&self, who: &Actor) -> Vec<String> {
        let person = who.person.expect("somebody");
        let inbox = self.act(move |tx| Ok(events::inbox(tx, person, None, 100)?)).await;
        inbox.into_iter().map(|notice| notice.key).collect()
    }
}

pub(crate) fn person(tx: &mut Tx<'_>, name: &str, roles: &[Role]) -> act::Result<Actor> {
    let roles = roles.iter().fold(Roles::MEMBER, |all, role| all.with(*role));
    let new = people::NewPerson { roles, ..people::NewPerson::named(Line::parse(name).expect("a name")) };
    let id = people::create(tx, new)?;
    Ok(Actor::person(id, name, roles, Default::default()))
}

/// A programme, its owner, two of the staff, members, and five items, of which the first member made the first.
#[derive(Clone)]
pub(crate) struct Cast {
    pub(crate) programme: Id<Programme>,
    pub(crate) ines: Actor,
    pub(crate) paul: Actor,
    pub(crate) rosa: Actor,
    pub(crate) members: Vec<Actor>,
    pub(crate) items: Vec<Id<Piece>>,
}

pub(crate) async fn cast(house: &House, members: usize) -> Cast {
    house
        .act(move |tx| {
            let ines = person(tx, "Ines", &[Role::Staff, Role::Operator])?;
            let paul = person(tx, "Paul", &[Role::Staff])?;
            let rosa = person(tx, "Rosa", &[Role::Partner])?;
            let programme = programmes::create_for_import(tx, "repair", ines.person, &["ideas"], Some("en"))?;
            let members: Vec<Actor> =
                (0..members).map(|n| person(tx, &format!("Member {n}"), &[])).collect::<act::Result<_>>()?;
            let mut items = Vec::new();
            for n in 0..5 {
                let author = if n == 0 { members.first().unwrap_or(&ines) } else { &ines };
                items.push(piece(tx, programme, author, &format!("Idea {n}"))?);
            }
            Ok(Cast { programme, ines, paul, rosa, members, items })
        })
        .await
}

pub(crate) fn piece(
    tx: &mut Tx<'_>,
    programme: Id<Programme>,
    author: &Actor,
    title: &str,
) -> act::Result<Id<Piece>> {
    let authors: Vec<Id<Person>> = author.person.into_iter().collect();
    pieces::create(
        tx,
        NewPiece {
            kind: "idea",
            programme,
            authors: &authors,
            title: Some(title),
            body: "What I have in mind.",
            language: Some("en"),
            visibility: Visibility::Public,
            about: None,
            parent: None,
            internal: false,
            at: None,
            source: None,
            voice: Voice::Member,
        },
    )
}

pub(crate) fn stratum(name: &str, who: Who) -> Stratum {
    Stratum { name: name.to_owned(), who, joined_before: None }
}

/// Everybody together, two of five win, counts after voting, a week.
pub(crate) fn rule(method: Method) -> Rule {
    Rule {
        question: "Which repair comes first?".to_owned(),
        places: if matches!(method, Method::Budget { .. }) { 0 } else { 2 },
        method,
        strata: vec![stratum("Customers", Who::Members), stratum("Staff", Who::Staff)],
        combine: Combine::Together,
        conflict: Conflict::None,
        opens: START,
        closes: START + Span::days(7),
        counts: Counts::AfterVoting,
        authors: Authors::Hidden,
        guarantee: 0,
        ties: Ties::Lots,
        suspects: None,
        decides: "what the workshop does first".to_owned(),
        bearing: Bearing::Advises,
        decider: Decider::Staff,
    }
}

pub(crate) fn new_round(cast: &Cast, rule: Rule) -> NewRound {
    NewRound {
        programme: cast.programme,
        room: "ideas".to_owned(),
        rule,
        items: cast.items.clone(),
        named: Vec::new(),
    }
}

pub(crate) fn secret() -> people::Secret {
    people::Secret::shown("what nobody else knows")
}

/// Drafts and opens a round.
pub(crate) async fn opened(house: &House, cast: &Cast, rule: Rule) -> Id<Round> {
    let (ines, new) = (cast.ines.clone(), new_round(cast, rule));
    house
        .act(move |tx| {
            let round = rounds::draft(tx, &ines, &new)?;
            rounds::open(tx, &ines, round, &secret())?;
            Ok(round)
        })
        .await
}

pub(crate) async fn vote(house: &House, who: &Actor, round: Id<Round>, answer: Answer) -> rounds::Cast {
    let who = who.clone();
    house.act(move |tx| rounds::cast(tx, &who, round, &answer)).await
}

pub(crate) async fn refused_vote(house: &House, who: &Actor, round: Id<Round>, answer: Answer) -> String {
    let who = who.clone();
    house.refused(move |tx| rounds::cast(tx, &who, round, &answer)).await
}

pub(crate) fn up(item: u32) -> Answer {
    Answer::Vote { item, up: true }
}

pub(crate) fn down(item: u32) -> Answer {
    Answer::Vote { item, up: false }
}

pub(crate) async fn live(house: &House, who: &Actor, round: Id<Round>) -> Live {
    let who = who.clone();
    house.store.read(move |tx| rounds::live(tx, &who, round)).await.expect("a view")
}

/// The count as somebody sees it who may.
pub(crate) async fn outcome(house: &House, who: &Actor, round: Id<Round>) -> Outcome {
    match live(house, who, round).await {
        Live::Standing { outcome } | Live::Result { outcome, .. } => outcome,
        Live::Hidden { why, .. } => panic!("the count is hidden: {why:?}"),
    }
}

pub(crate) async fn view(house: &House, who: &Actor, round: Id<Round>) -> rounds::RoundView {
    let who = who.clone();
    house.store.read(move |tx| rounds::round(tx, &who, round)).await.expect("a view")
}

pub(crate) async fn close(house: &House, cast: &Cast, round: Id<Round>) {
    let ines = cast.ines.clone();
    house.act(move |tx| rounds::close(tx, &ines, round)).await;
}

/// The record, which must recount to itself.
pub(crate) async fn record(house: &House, who: &Actor, round: Id<Round>) -> String {
    let who = who.clone();
    let bytes = house.store.read(move |tx| rounds::record(tx, &who, round)).await.expect("a record");
    let recount = rounds::recount(&bytes).expect("a record");
    let text = String::from_utf8(bytes).expect("text");
    assert_eq!(recount.differences, [], "{text}");
    assert_eq!(String::from_utf8(recount.bytes).expect("text"), text);
    text
}

pub(crate) async fn state(house: &House, who: &Actor, round: Id<Round>) -> State {
    view(house, who, round).await.state
}
