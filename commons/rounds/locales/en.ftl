# What a rule says of itself.
rounds-says-ballot-up-down = You say of each item whether you are for or against it. You may leave items out.
rounds-says-ballot-stars = You give each item one to { $n } stars. You may leave items out.
rounds-says-ballot-pairwise = You are shown two items at a time and say which is better, or that neither is.
rounds-says-ballot-max-diff = You are shown { $n } items at a time and say which is the best and which the worst of them.
rounds-says-ballot-ranked = You put the items in your own order. Items may share a place; those you leave out stand below all others.
rounds-says-ballot-budget = You mark the items that are worth their money. There are { $money } to spend.
rounds-says-ballot-quadratic = You have { $n } credits to vote for or against items. One vote costs one credit, two cost four, three cost nine: the square.
rounds-says-ballot-cumulative = You have { $n } points to spread over the items as you like.
rounds-says-ballot-opinions = You say of each statement whether you agree, disagree or pass.
rounds-says-way-cautious-share = Items are ordered by the share in favour, judged with caution: of the range that the votes support at 95 percent, the lower end counts. Few votes prove little.
rounds-says-way-cautious-mean = Items are ordered by their average, judged with caution: of the range that the stars support at 95 percent, the lower end counts. Few stars prove little, and extremes weigh less.
rounds-says-way-bradley-terry = Items are ordered by their strength, fitted to all comparisons by the model of Bradley and Terry: beating a strong item counts more than beating a weak one.
rounds-says-way-utilities = Items are ordered by their worth, fitted to how often each was best and worst among what it was shown with.
rounds-says-way-schulze = Items are compared two by two over all orders, by Schulze’s method. Whoever beats every other wins; where the comparisons go in a circle, the weakest one gives way.
rounds-says-way-run-off = The item with the fewest first places leaves, and its ballots go to their next choice, until one item has more than half.
rounds-says-way-transferable = Places are filled in proportion by a single transferable vote: what an item has beyond the votes it needs goes to the next choice, and so do the votes of the last item.
rounds-says-way-greedy = The item with the most votes is bought first, then the next that still fits the money.
rounds-says-way-shares-by-cost = Everybody has an equal share of the money. Supporters of an item pay for it together, the item that costs each of them least for its size first. What is left goes to the items with the most votes that still fit.
rounds-says-way-votes = The votes that an item got are added up, those against taken away.
rounds-says-places = { $n ->
    [one] One item wins. An item that nobody judged cannot.
   *[other] { $n } items win. An item that nobody judged cannot.
 }
rounds-says-who-everybody = “{ $name }”: everybody with an account who is in no other group.
rounds-says-who-members = “{ $name }”: everybody who is neither of the staff nor a partner.
rounds-says-who-staff = “{ $name }”: everybody of the staff.
rounds-says-who-partners = “{ $name }”: every partner.
rounds-says-who-part = “{ $name }”: { $part ->
    [owner] the owner of the programme.
    [moderator] the moderators of the programme.
    [partner] the partners of the programme.
    [observer] the observers of the programme.
   *[contributor] everybody who joined the programme.
 }
rounds-says-who-named = “{ $name }”: { $n ->
    [one] one person who is named.
   *[other] { $n } people who are named.
 }
rounds-says-joined-before = In “{ $name }” only accounts count that were there before { $at }.
rounds-says-small = “{ $name }” has fewer than five people. Whoever knows them may guess from the record who voted how.
rounds-says-together = All votes count alike, in whichever group.
rounds-says-each-must-pass = An item can only win if in every group it reaches { $share } percent by itself.
rounds-says-seats = { $n ->
    [one] One place is filled by the votes of “{ $name }”.
   *[other] { $n } places are filled by the votes of “{ $name }”.
 }
rounds-says-seats-order = Groups fill their places in this order; what one has chosen, the next does not choose again.
rounds-says-weight = What “{ $name }” thinks counts for { $share } percent, however many of them vote.
rounds-says-conflict-own-item = Nobody votes on what they made themselves.
rounds-says-conflict-whole-ballot = Whoever made one of the items does not vote here.
rounds-says-schedule = Votes are taken from { $opens } until { $closes }.
rounds-says-changes = You can change your vote or take it back until the end. Nobody sees how you voted, not even staff; the record names nobody.
rounds-says-guarantee = { $n ->
    [one] Each item gets one judgement before anybody sees a count or an order.
   *[other] Each item gets { $n } judgements before anybody sees a count or an order.
 }
rounds-says-counts-open = Counts are open to everybody.
rounds-says-counts-after-voting = You see counts once you have voted, or when voting has ended.
rounds-says-counts-after-closing = Nobody sees counts before voting has ended.
rounds-says-authors-hidden = Who made an item is not shown while votes are taken.
rounds-says-ties-lots = Equals are put in order by lot. What the lots come from was fixed beforehand: its hash is shown now, itself at the end.
rounds-says-ties-order = Equals are put in the order in which the items stand here.
rounds-says-suspects = Votes that are cast in step are shown to stewards, with what they amount to. Nothing follows by itself; whoever is meant is told and can answer.
rounds-says-decides = The result decides: { $what }
rounds-says-advises = The result is advice on: { $what } Whoever decides may choose otherwise, and then has to say so and why.
rounds-says-decider-owner = The owner of the programme carries the decision and gives its reason.
rounds-says-decider-staff = Somebody of the staff carries the decision and gives its reason.
rounds-says-decider-partner = A partner carries the decision and gives its reason.
rounds-says-record = At the end there is a record with every vote under a token instead of a name. Anybody can count it again.
rounds-says-appeal = If your votes are left out of the count you are told why, and can appeal to another steward of the programme.

# Rules that contradict themselves.
rounds-contradiction-question = Ask in one line, with at most 300 characters.
rounds-contradiction-items = A round of this kind is about { $least } to { $most } items.
rounds-contradiction-places = There are { $items } items: at least one wins, and not more than there are.
rounds-contradiction-places-budget = Where money is given out, the money says how many items win. Leave the number of places at nothing.
rounds-contradiction-levels = A scale has two to ten stars.
rounds-contradiction-set = A set has three to six items.
rounds-contradiction-run-off = A run-off fills one place. For several choose the transferable vote.
rounds-contradiction-currency = Give the currency by its three letters, such as EUR.
rounds-contradiction-costs = Each of the { $items } items needs its cost.
rounds-contradiction-cost = A cost is more than nothing.
rounds-contradiction-limit = The money would not buy the cheapest item.
rounds-contradiction-credits = Give everybody between 1 and 10,000 to spend.
rounds-contradiction-strata = Say who votes: one to { $most } groups.
rounds-contradiction-stratum-name = Every group needs a name of at most 60 characters.
rounds-contradiction-stratum-twice = Two groups have the same name.
rounds-contradiction-stratum-same = Two groups are of the same people.
rounds-contradiction-nobody-named = A group of named people needs at least one.
rounds-contradiction-named = People are named for a group that is not of named people.
rounds-contradiction-nobody = Nobody could vote.
rounds-contradiction-stratum-empty = One of the groups has nobody in it, so that it can neither agree nor choose.
rounds-contradiction-share-method = With this kind of ballot an item has no share that could reach a bar.
rounds-contradiction-share = The bar lies above nothing and goes up to 100 percent.
rounds-contradiction-seats-budget = Where money is given out there are no places to divide.
rounds-contradiction-seats-each = Each of the { $strata } groups fills at least one place.
rounds-contradiction-seats = The groups fill { $seats } places together, but { $places } items win.
rounds-contradiction-weights-method = The figures of this kind of ballot cannot be averaged over groups.
rounds-contradiction-weights-each = Each of the { $strata } groups needs its weight.
rounds-contradiction-weights = The weights make { $sum } of 10,000 basis points. They have to make 100 percent exactly.
rounds-contradiction-own-item = Here one ballot speaks of all items, so that nobody can leave out their own. Let authors not vote at all, or let everybody vote on everything.
rounds-contradiction-closes = Voting ends before it begins.
rounds-contradiction-guarantee = With these voters an item cannot get more than { $most } judgements.
rounds-contradiction-suspects-minutes = Give an even number of minutes, two to a week.
rounds-contradiction-suspects = Likeness lies above nothing and goes up to 100 percent; at least two acts in common and two people make a ring.
rounds-contradiction-decides = Say in one line what the result decides, with at most 300 characters.

# What is refused.
rounds-refused-state-draft = This round is still being written.
rounds-refused-state-open = This round is open; its rule holds.
rounds-refused-state-closed = This round has ended.
rounds-refused-state-decided = This round is decided.
rounds-refused-state-published = This round is decided and its record is public.
rounds-refused-state-withdrawn = This round was given up before it opened.
rounds-refused-programme = The programme is not open, so no round can be opened in it.
rounds-refused-item = An item is named twice, was merged into another, or belongs to another programme.
rounds-refused-person = Nobody here is the person who is named, or they are named for a group that is not there.
rounds-refused-closes-gone = This end is over already.
rounds-refused-closes-earlier = An open round can only end later than was said.
rounds-refused-not-yet = Votes are taken from { $opens }.
rounds-refused-over = Voting has ended.
rounds-refused-no-elector = You are not among those who vote here. Who may was fixed when the round was opened.
rounds-refused-excluded = Your votes are left out of the count. You were told why, and can appeal.
rounds-refused-own-item = This is your own.
rounds-refused-not-dealt = This is not what you were shown. Answer what you are shown, or pass.
rounds-refused-nothing-there = There is no vote of yours to take back.
rounds-refused-nothing-changed = Nothing would change.
rounds-refused-reason = Say why, in a sentence that those concerned can understand.
rounds-refused-token = Nobody here votes under this token.
rounds-refused-excluded-already = This token is excluded already.
rounds-refused-no-suspects = The rule of this round does not look for votes in step.
rounds-refused-nothing-to-appeal = Nothing was decided here that could be appealed.
rounds-refused-appealed-already = Your appeal is waiting. Another steward will look at it.
rounds-refused-another-steward = You made this decision, so another steward looks at the appeal.
rounds-refused-appeals-wait = { $n ->
    [one] An appeal is waiting. It comes first.
   *[other] { $n } appeals are waiting. They come first.
 }
rounds-refused-not-the-decider = The rule names somebody else to decide.
rounds-refused-choice = The choice names something twice, or something that is not here.
rounds-refused-result-decides = In this round the result decides. The choice has to be the result.
rounds-refused-not-closed = The record is there when voting has ended.
rounds-refused-not-public = The record is not public yet.

rounds-answer-kind = This answers another kind of question.
rounds-answer-item = There is no such item here.
rounds-answer-twice = An item is named twice.
rounds-answer-empty = Say something, or take your vote back.
rounds-answer-stars = The scale has no such number of stars.
rounds-answer-choice = Choose among what you were shown; the best and the worst are two.
rounds-answer-size = You were shown another number of items.
rounds-answer-overspent = That is more than you have.
rounds-answer-against = Here votes are only for items, not against them.
rounds-answer-slot = There is no such question here.

# What people are told.
rounds-notice-opened = Your view is asked for: “{ $question }”
rounds-notice-amended = Something changed in “{ $question }”, in which you voted
rounds-notice-closed = The result of “{ $question }” is there
rounds-notice-decided = “{ $question }” is decided: { $reason }
rounds-notice-in-step = In “{ $question }” your votes came in step with others’. Nothing follows from that by itself; you can say something about it.
rounds-notice-excluded = In “{ $question }” your votes are left out of the count: { $reason }. You can appeal.
rounds-notice-appeal = Somebody appeals in “{ $question }”
rounds-notice-appeal-upheld = Another steward agreed with your appeal in “{ $question }”: { $reason }
rounds-notice-appeal-declined = Another steward looked at your appeal in “{ $question }”, and the decision stands: { $reason }

rounds-permission-open = Draft, open, amend, close and publish rounds
rounds-permission-vote = Vote in the rounds whose electorate one is in, and appeal
rounds-permission-steward = Look for votes in step, leave ballots out with a reason, judge appeals
rounds-permission-decide = Decide after a round, where its rule names them

# pages
rounds-nav = Rounds
rounds-title = Rounds
rounds-title-in = Rounds of
rounds-title-of = Rounds: { $programme }
rounds-lede = Where a group decides: by a rule that was fixed beforehand, with a record that anybody can count again.
rounds-where = Where you are
rounds-tabs = Rounds by how they stand
rounds-tab-all = All
rounds-tab-draft = Drafts
rounds-tab-open = Open
rounds-tab-closed = Counted
rounds-tab-decided = Decided
rounds-tab-published = Published
rounds-more = More rounds
rounds-none = No rounds here
rounds-none-words = When something is to be decided together, it stands here, and everybody who may vote is told.
rounds-none-open = Choose ideas on the board and open a round over them, or begin one here.
rounds-how-to-open = To open a round, choose what it is about on the board of its programme.
rounds-new = Begin a round
rounds-when-from = from
rounds-when-until = until
rounds-when-ended = ended
rounds-state-draft = Draft
rounds-state-soon = Opens soon
rounds-state-open = Open
rounds-state-closed = Counted
rounds-state-decided = Decided
rounds-state-published = Decided, record public
rounds-state-withdrawn = Given up
rounds-from = from { $at }
rounds-until = until { $at }
rounds-items = { $n ->
    [one] What it is about
   *[other] What it is about: { $n } items
 }
rounds-items-short = { $n ->
    [one] one item
   *[other] { $n } items
 }
rounds-voters-short = { $n ->
    [one] one person
   *[other] { $n } people
 }
rounds-voters-of = { $n ->
    [one] of one person have voted
   *[other] of { $n } people have voted
 }
rounds-item = Item
rounds-item-unseen = Item { $n }, which you cannot see
rounds-decimal = { $whole }.{ $part }
rounds-money = { $amount } { $currency }
rounds-back = Back
rounds-optional = optional
rounds-about = About this round
rounds-live-lost = The connection is lost; numbers may be old.

rounds-method-up-down = For or against
rounds-method-up-down-about = One vote for each item, up or down. Good for a first sorting of many.
rounds-method-stars = Stars
rounds-method-stars-about = Each item gets stars. Good when people know each item well.
rounds-method-opinions = Agree, disagree, pass
rounds-method-opinions-about = Statements one by one. Shows what everybody shares and which groups there are.
rounds-method-pairwise = Two at a time
rounds-method-pairwise-about = Which of two is better? Easy on a phone, and good for many items.
rounds-method-max-diff = Best and worst
rounds-method-max-diff-about = The best and the worst of a few. Says how much better, not only what.
rounds-method-ranked = Own order
rounds-method-ranked-about = Everybody ranks the items. Good for up to ten.
rounds-method-budget = Spending money
rounds-method-budget-about = Which items are worth what they cost? The money decides how many win.
rounds-method-quadratic = Quadratic votes
rounds-method-quadratic-about = Credits for and against, where strong feelings cost more.
rounds-method-cumulative = Points to spread
rounds-method-cumulative-about = Everybody spreads the same points over the items.

rounds-done-kept = Your vote is kept.
rounds-done-back = Your vote is taken back.
rounds-done-drafted = The draft is kept. Read below how votes will count, then open it.
rounds-done-changed = The draft is changed.
rounds-done-opened = The rule is sealed, and the round is open.
rounds-done-closed = Voting has ended, and the votes are counted.
rounds-done-decided = Decided. Everybody who voted is told.
rounds-done-published = The record is public.
rounds-done-amended = Amended. Everybody who voted is told.
rounds-done-appealed = Another steward will look at it. You are told what comes of it.
rounds-elsewhere-words = This round was held elsewhere ({ $from }) and brought in when it was over. Whoever recounts it counts the ballots that were brought in. Somebody who answered a question again is counted as one person more for each time.
rounds-draft-words = This is a draft. Until it is opened everything can be changed; afterwards the rule holds.
rounds-withdrawn-words = This round was given up before it opened. No votes were taken.
rounds-soon-words = The rule is sealed. Votes are taken from { $at }.
rounds-ended-words = Voting has ended. The votes are being counted; look again in a minute.
rounds-excluded = Your votes are left out of the count
rounds-excluded-words = Somebody of the stewards left them out, with this reason:
rounds-in-report = A report says that your votes came in step with others’. Nothing follows from that by itself. If it is wrong, say so.
rounds-appeal-words = Say what is wrong about that
rounds-appeal-hint = Another steward than the one who decided reads it, and answers with a reason.
rounds-appeal-button = Appeal
rounds-appeal-waiting = Your appeal waits for another steward.
rounds-appeal-upheld = Another steward agreed with your appeal.
rounds-appeal-declined = Another steward looked at your appeal, and the decision stands.
rounds-your-ballot = Your vote
rounds-changeable = You can change it until { $at }.
rounds-no-ballot = You are not among those who vote here. The list of voters was drawn up when the round was sealed.
rounds-no-ballot-visitor = To vote here you need an account.
rounds-sign-in = Sign in
rounds-progress-items = You have judged { $n } of { $of }.
rounds-progress-pairs = { $n ->
    [0] You have compared nothing yet.
    [one] You have compared one pair.
   *[other] You have compared { $n } pairs.
 }
rounds-progress-sets = { $n ->
    [0] You have answered nothing yet.
    [one] You have answered once.
   *[other] You have answered { $n } times.
 }
rounds-progress-none = You have not voted yet.
rounds-progress-whole = You have voted.
rounds-standing = How it stands
rounds-hidden-not-open = Nothing is counted before it opens.
rounds-hidden-until-looks = Nobody sees counts yet, so that nobody follows the crowd: first each item gets { $n ->
    [one] one judgement
   *[other] { $n } judgements
 }. The item that has the fewest has { $looks }.
rounds-hidden-until-you-vote = You see how it stands once you have voted, or when voting ends on { $at }. So everybody judges for themselves.
rounds-hidden-until-closed = Nobody sees how it stands before voting ends on { $at }, not even staff.
rounds-guarantee-progress = Each item has { $looks } of the { $n } judgements it gets before anybody sees a count
rounds-decision = The decision
rounds-chose = chose
rounds-differs = This is not what the count put first. The reason says why.
rounds-as-counted = This is the result of the count.
rounds-amendments = What was amended
rounds-amended-question = Question
rounds-amended-closes = End
rounds-amended-decider = Who decides
rounds-care = What you can do
rounds-open-button = Seal the rule and open
rounds-open-hint = Draws up the list of voters. From then on the rule holds.
rounds-decide-link = Decide
rounds-publish-button = Publish the record
rounds-publish-hint = Everybody can then read and recount it.
rounds-change-link = Change the draft
rounds-amend-link = Amend, with a reason
rounds-close-link = End the voting now
rounds-steward-link = Votes in step, exclusions, appeals
rounds-withdraw-button = Give the draft up
rounds-how = How votes count
rounds-owner = The programme’s owner:
rounds-electors = Who may vote
rounds-record = The record
rounds-record-words = Rule, voters without names, every vote, the result and the decision, each entry sealed by the one before.
rounds-record-link = Download the record
rounds-record-recount = Count it again on your own computer; it writes the same file, or says what differs:
rounds-record-token = Your votes stand in it under number { $token }. Nobody else is told this number.
rounds-record-later = When voting ends there is a record of everything here, without names. What lots are drawn from is fixed already; this is its seal.
rounds-record-unpublished = The record is not public yet. Whoever could vote can read it.
rounds-commitment = Seal of the lots
rounds-head = Last seal

rounds-say-up = For
rounds-say-down = Against
rounds-say-agree = Agree
rounds-say-disagree = Disagree
rounds-say-pass = Pass
rounds-own-item = This is yours, so you do not vote on it.
rounds-take-back = Take it back
rounds-stars-for = Stars for { $title }
rounds-stars-unit = { $n ->
    [one] star
   *[other] stars
 }
rounds-stars-keep = Give stars
rounds-more-items = More items
rounds-earlier-items = Items before
rounds-later-items = Further items
rounds-this-one = This one
rounds-neither = Neither is better
rounds-another-pair = Another pair, please
rounds-pairs-done = There is no pair left for you. Thank you for comparing them all.
rounds-pair-of = { $one } or { $other }
rounds-before = { $n ->
    [one] What you said before: one answer
   *[other] What you said before: { $n } answers
 }
rounds-best = Best
rounds-worst = Worst
rounds-set-keep = That is how I see it
rounds-another-set = Others, please
rounds-sets-done = There is nothing left for you to compare. Thank you.
rounds-set-said = Of { $n }: best { $best }, worst { $worst }
rounds-ranked-hint = Give the best item 1. Items with the same number are equal to you; those without a number stand below all others.
rounds-rank-of = Place of { $title }
rounds-unranked = no number
rounds-ranked-keep = Keep my order
rounds-budget-hint = Mark every item that is worth its money to you. There are { $limit }; you may mark more than that buys, because the count decides what fits.
rounds-worth-it = Worth it
rounds-budget-sum = What you marked costs
rounds-budget-keep = Keep my choice
rounds-of-total = of { $total }
rounds-quadratic-hint = You have { $n } credits. One vote costs 1, two cost 4, three cost 9. A number below zero votes against.
rounds-cumulative-hint = You have { $n } points. Each vote costs one.
rounds-votes-for = Votes for { $title }
rounds-costs = costs
rounds-next-costs = the next one
rounds-next-costs-one = each costs one
rounds-spent = You have spent
rounds-points-keep = Keep my votes
rounds-answer-number = A vote is a whole number.
rounds-answer-both = Choose the best and the worst of them.

rounds-result = The result
rounds-counted-from = { $n ->
    [0] Nobody has voted.
    [one] Counted from the votes of one person.
   *[other] Counted from the votes of { $n } people.
 }
rounds-standing-note = Equals stand in no order yet; nothing is final before voting ends.
rounds-nobody-chosen = Nothing was chosen.
rounds-counted-first = { $n ->
    [one] First by the count:
   *[other] First by the count, in order:
 }
rounds-runner-up = Next best:
rounds-next-best = Next best
rounds-won = Won
rounds-tied = These had equal figures, and the rule for equals put them in order: { $items }.
rounds-passing = These reach the bar in every group:
rounds-result-spent = They cost { $spent } of { $limit } together.
rounds-answers-unit = { $n ->
    [one] answer
   *[other] answers
 }
rounds-between = between { $low } and { $high }
rounds-between-percent = between { $low } and { $high } %
rounds-unit-percent-sure = % for sure in favour
rounds-unit-percent = %
rounds-unit-stars-sure = { $n ->
    [one] star for sure
   *[other] stars for sure
 }
rounds-unit-chance = % likely to be preferred to an average one
rounds-unit-stars = { $n ->
    [one] star
   *[other] stars
 }
rounds-unit-people = { $n ->
    [one] person
   *[other] people
 }
rounds-unit-net = more for than against
rounds-unit-others = { $n ->
    [one] other beaten
   *[other] others beaten
 }
rounds-unit-points = { $n ->
    [one] point
   *[other] points
 }
rounds-unit-credits = { $n ->
    [one] credit
   *[other] credits
 }
rounds-unit-votes = { $n ->
    [one] vote
   *[other] votes
 }
rounds-unit-balance = best less worst, each time shown
rounds-spread-up-down = { $high } for, { $low } against
rounds-spread-opinions = { $high } agree, { $middle } pass, { $low } disagree
rounds-spread-pairwise = won { $high }, even { $middle }, lost { $low }
rounds-spread-max-diff = best { $high } times, neither { $middle }, worst { $low }
rounds-spread-ranked = { $high } for, { $low } against
rounds-spread-budget = worth it to { $high }
rounds-spread-quadratic = { $high } for, { $low } against
rounds-spread-cumulative = points from { $high }
rounds-spread-stars = { $stars ->
    [one] one star
   *[other] { $stars } stars
 }: { $n }
rounds-rest = { $n ->
    [one] One more item
   *[other] { $n } more items
}
rounds-sides = The groups side by side
rounds-small-cell = fewer than five people
rounds-not-told = not told
rounds-others = The same votes under other rules
rounds-others-words = The rule was fixed beforehand, so this changes nothing. It shows how much hangs on the rule.
rounds-same-result = the same result
rounds-other-result = another result
rounds-groups = Groups of opinion
rounds-groups-words = People who answer alike. Nobody was asked who they are; the groups follow from the answers alone.
rounds-map = A map of { $n } groups of opinion. What each stands for is told below it.
rounds-map-words = Each dot is where people stand: the nearer two dots, the more alike their answers; the larger a dot, the more people. The directions have no names of their own.
rounds-group = Group { $letter }
rounds-group-small = Too few people to say what they stand for.
rounds-group-agrees = { $n } % agree:
rounds-group-disagrees = { $n } % disagree:
rounds-shared = What all of them share most
rounds-shared-share = { $n } % across the groups
rounds-way-cautious-share = Share in favour, judged with caution
rounds-way-cautious-share-about = The lower end of the range that the votes support.
rounds-way-share = Plain share in favour
rounds-way-share-about = Votes for, of all who took sides, however few.
rounds-way-net = For less against
rounds-way-net-about = Votes against are taken from votes for.
rounds-way-supporters = Number of supporters
rounds-way-supporters-about = How many are for it, whatever others say.
rounds-way-consensus = Agreement across groups
rounds-way-consensus-about = High only where every group agrees.
rounds-way-cautious-mean = Average stars, judged with caution
rounds-way-cautious-mean-about = The lower end of the range that the stars support.
rounds-way-mean = Plain average
rounds-way-mean-about = The average of the stars, however few.
rounds-way-bayesian-mean = Average, drawn to the middle
rounds-way-bayesian-mean-about = While there are few stars, the average of all items counts too.
rounds-way-median = The middle rating
rounds-way-median-about = Half gave more, half gave less.
rounds-way-bradley-terry = Strength from all comparisons
rounds-way-bradley-terry-about = Beating a strong item counts more than beating a weak one.
rounds-way-win-rate = Share of comparisons won
rounds-way-win-rate-about = How often it wins, whomever it met.
rounds-way-net-wins = Won less lost
rounds-way-net-wins-about = Comparisons won, less those lost.
rounds-way-duels-won = Others beaten
rounds-way-duels-won-about = How many others it beats more often than not.
rounds-way-utilities = Worth from best and worst
rounds-way-utilities-about = Fitted to how often each was best and worst of what it was shown with.
rounds-way-best-less-worst = Best less worst
rounds-way-best-less-worst-about = Times best less times worst, by times shown.
rounds-way-best-only = Best alone
rounds-way-best-only-about = How often it was the best when shown.
rounds-way-implied-pairs = Comparisons implied
rounds-way-implied-pairs-about = The best beats all others shown, and all others beat the worst.
rounds-way-schulze = Two by two, by Schulze’s method
rounds-way-schulze-about = Whoever beats every other wins; in a circle the weakest comparison gives way.
rounds-way-run-off = Instant run-off
rounds-way-run-off-about = The last leaves and its votes move on, until one has more than half.
rounds-way-first-places = First places alone
rounds-way-first-places-about = Only what people put first counts.
rounds-way-borda = Points for places
rounds-way-borda-about = A point for every other that stands below.
rounds-way-transferable = Transferable vote
rounds-way-transferable-about = Places in proportion; what is not needed moves to the next choice.
rounds-way-meek = Transferable vote by Meek’s rule
rounds-way-meek-about = The same idea, counted anew after every change.
rounds-way-greedy = Most votes first
rounds-way-greedy-about = The one with the most votes is bought, then the next that fits.
rounds-way-greedy-by-price = Most votes for the money first
rounds-way-greedy-by-price-about = Cheap items with many votes come first.
rounds-way-shares-by-cost = Equal shares
rounds-way-shares-by-cost-about = Everybody has the same share of the money, and supporters pay together; dear items count for more.
rounds-way-shares-by-number = Equal shares, every item alike
rounds-way-shares-by-number-about = As equal shares, but a dear item is worth no more than a cheap one.
rounds-way-votes = Sum of votes
rounds-way-votes-about = All votes are added up.
rounds-way-credits = Sum of credits
rounds-way-credits-about = What was spent for it, less what was spent against it.
rounds-way-net-supporters = People for less people against
rounds-way-net-supporters-about = Everybody counts once, however much they spent.
rounds-way-roots = Many small shares
rounds-way-roots-about = Many who give a little count for more than a few who give much.
rounds-way-capped = Capped points
rounds-way-capped-about = Nobody counts with more than a fifth of their points on one item.

rounds-close-title = End the voting now?
rounds-close-words = It was announced until { $at }. When you end it, the votes are counted at once and nobody can change theirs any more.
rounds-close-short = Not every item has its guaranteed judgements: the one that has the fewest has { $looks } of { $n }.
rounds-close-button = End the voting and count
rounds-decide-title = Decide
rounds-decide-free = The result is advice. You may choose otherwise; then your reason has to say why, and the record shows that it differs.
rounds-decide-bound = In this round the result decides, so the choice is the result. You carry it out and say what happens next.
rounds-decide-choice = What is chosen
rounds-decide-counted = first by the count
rounds-decide-reason = The reason
rounds-decide-reason-hint = Everybody reads it, with your name. Say what decided it for you, and what happens next.
rounds-decide-button = Decide, and tell everybody who voted
rounds-amend-title = Amend an open round
rounds-amend-lede = Only wording, a later end and who decides can still change. Everybody who voted is told, and the record keeps what it was before.
rounds-amend-closes = A later end
rounds-amend-reason = Why
rounds-amend-reason-hint = One line that everybody who voted gets.
rounds-amend-button = Amend, and tell everybody who voted
rounds-steward-title = Votes in step, exclusions, appeals
rounds-steward-lede = Nobody sees here who voted what. People are numbers, and nothing follows from a report by itself.
rounds-appeals = Appeals
rounds-appeals-none = No appeal waits.
rounds-appeal-against = against the decision of
rounds-appeal-reason = Your answer, which the person reads
rounds-appeal-uphold = They are right
rounds-appeal-decline = The decision stands
rounds-token = Number { $token }
rounds-token-excluded = left out
rounds-token-cleared = cleared on appeal
rounds-in-step = Votes in step
rounds-look-button = Look for votes in step now
rounds-look-never = The rule of this round says that nobody looks for votes in step.
rounds-looked-at = Looked at { $at }. People in one cluster voted alike and close to each other in time.
rounds-no-clusters = No votes are in step.
rounds-cluster = { $n ->
    [one] One person
   *[other] { $n } people in step
 }
rounds-without-changes = Without them the result would be another:
rounds-without-same = Without them the result is the same.
rounds-without-hidden = What would be without them is told when counts are.
rounds-support = Support with and without regard to clusters
rounds-support-raw = People for it
rounds-support-effective = What that amounts to
rounds-rushes = { $n ->
    [one] One rush of votes came at once. A newsletter looks alike.
   *[other] { $n } rushes of votes came at once. A newsletter looks alike.
 }
rounds-excluded-list = Left out of the count
rounds-exclude = Leave somebody’s votes out
rounds-exclude-words = Their votes are kept and shown in the record as left out. The person is told why, and another steward decides if they appeal.
rounds-field-token = Their number
rounds-field-why = Why
rounds-hint-why = The person reads this, and so does everybody in the record.
rounds-exclude-button = Leave the votes out, and tell the person

rounds-form-lede = Everything that decides is fixed here, before the first vote. Nothing is open until you open it.
rounds-preview = How votes will count
rounds-preview-button = Show how votes will count
rounds-draft-button = Keep as a draft
rounds-change-title = Change the draft
rounds-change-button = Keep the changes
rounds-part-what = What is asked
rounds-part-how = How people vote
rounds-part-who = Who votes
rounds-part-when = When
rounds-part-hidden = What is hidden
rounds-part-fair = Equals, and votes in step
rounds-part-decides = The decision
rounds-field-question = The question
rounds-hint-question = One line, as you would ask it aloud.
rounds-field-items = { $n ->
    [0] No items yet
    [one] One item
   *[other] { $n } items
 }
rounds-hint-items = Take the mark away from what shall not be in it.
rounds-hint-no-items = Choose them on the board of the programme, or give their addresses below.
rounds-field-cost = Cost
rounds-field-more = More items
rounds-hint-more = Addresses of their pages, one a line.
rounds-field-method = The ballot
rounds-field-levels = Stars at most
rounds-hint-levels = Two to ten.
rounds-field-set = Items shown at a time
rounds-hint-set = Three to six.
rounds-field-ranked = How orders are counted
rounds-ranked-schulze = Two by two, by Schulze’s method
rounds-ranked-run-off = Instant run-off, for one place
rounds-ranked-transferable = Transferable vote, for several places in proportion
rounds-field-limit = Money to spend
rounds-hint-limit = The whole sum.
rounds-field-currency = Currency
rounds-field-budget = How the money is given out
rounds-budget-greedy = Most votes first, whatever still fits
rounds-budget-equal-shares = Equal shares: supporters pay together
rounds-field-credits = Credits for each person
rounds-hint-credits = 25 allow five votes on one item.
rounds-field-points = Points for each person
rounds-hint-points = Ten is easy to spread.
rounds-field-places = How many win
rounds-hint-places = With a budget the money decides that.
rounds-hint-strata = One group is enough. With several, each is counted side by side, and you say below how they come together. Everybody belongs to one group only: named people first, then parts in the programme, then roles, then the rest.
rounds-stratum = Group { $n }
rounds-field-stratum-name = Its name
rounds-field-stratum-who = Who belongs to it
rounds-who-nobody = nobody yet
rounds-who-everybody = everybody else with an account
rounds-who-everybody-name = Everybody
rounds-who-members = customers and other members
rounds-who-staff = staff
rounds-who-partners = partners
rounds-who-named = people who are named
rounds-who-part = part in the programme: { $part }
rounds-field-before = Only accounts from before
rounds-field-seats = Places it fills
rounds-field-weight = Its weight in percent
rounds-field-people = Named people
rounds-hint-people = One a line: the address of their page; or the name of somebody who takes part here, of staff, or of a partner.
rounds-add-stratum = Add a group
rounds-field-combine = How groups come together
rounds-combine-together = All together
rounds-combine-together-about = One person, one vote, whoever they are.
rounds-combine-each-must-pass = Each group must agree
rounds-combine-each-must-pass-about = An item wins only if every group by itself gives it enough.
rounds-combine-seats = Places for each group
rounds-combine-seats-about = So many by the public, so many by the jury.
rounds-combine-weights = Weights
rounds-combine-weights-about = Each group counts for a share, however many of them vote.
rounds-field-share = Share in percent that each group must reach
rounds-hint-share = 50 is half.
rounds-field-conflict = Whoever made an item
rounds-conflict-none = votes on everything
rounds-conflict-own-item = does not vote on their own
rounds-conflict-whole-ballot = does not vote in this round
rounds-zone = Times are on your clock: { $zone }.
rounds-field-opens = Votes from
rounds-hint-opens = Empty means at once.
rounds-field-closes = Votes until
rounds-hint-closes = It can be made later, with a reason, never earlier.
rounds-field-counts = Who sees counts meanwhile
rounds-hint-counts = When it has ended, everybody does.
rounds-counts-open = everybody
rounds-counts-after-voting = whoever has voted
rounds-counts-after-closing = nobody
rounds-field-authors = Who made the items
rounds-authors-shown = is shown
rounds-authors-hidden = is hidden until voting ends
rounds-field-guarantee = Blind judgements for each item
rounds-hint-guarantee = So many judgements each item gets before anybody sees a count or an order. 0 for none.
rounds-field-ties = Between equals
rounds-hint-ties = What lots are drawn from is sealed when the round opens, and shown at the end.
rounds-ties-lots = lots decide
rounds-ties-order = the order above decides
rounds-field-suspects = Votes in step
rounds-suspects-look = Look for them
rounds-suspects-look-about = Stewards see a report; nothing follows by itself, and people can appeal.
rounds-field-minutes = Minutes that count as together
rounds-field-likeness = Likeness in percent
rounds-field-shared = Votes in common, at least
rounds-field-crowd = More people than this are a crowd
rounds-field-decides = What the result decides
rounds-hint-decides = One line: what will be done with what wins.
rounds-field-bearing = The result
rounds-bearing-decides = decides by itself
rounds-bearing-advises = is advice; whoever decides may differ, with a reason
rounds-field-decider = Who decides
rounds-decider-owner = the owner of the programme
rounds-decider-staff = somebody of the staff
rounds-decider-partner = a partner
rounds-refused-number = Please give a number.
rounds-refused-money = Please give an amount, such as 1200 or 49.50.
rounds-refused-costs = Every item needs what it costs, such as 1200 or 49.50.
rounds-refused-time = Please give a day and a time.
rounds-refused-who = Say who belongs to each group.
rounds-refused-name = Nobody here is known as “{ $name }”. Give the address of their page.
rounds-refused-item-unknown = One of the addresses leads to nothing that could be voted on.

rounds-about-piece = In rounds
rounds-piece-chosen = chosen
rounds-piece-won = won, of { $of }
rounds-piece-place = place { $n } of { $of }

rounds-world = Decide with us
rounds-world-until = until
rounds-world-voters = { $n ->
    [0] nobody has voted yet
    [one] one person has voted
   *[other] { $n } people have voted
 }
rounds-left-out = { $n ->
    [one] The votes of one person are left out; the record says why.
   *[other] The votes of { $n } people are left out; the record says why.
 }
