kind-idea = Idea
kind-in-action = In action
ideas-nav = Ideas
ideas-title = Ideas
ideas-title-of = Ideas: { $programme }
ideas-heading-of = Ideas for
ideas-lede = Say what would make our things better. Somebody with a name reads every idea and says what becomes of it.
ideas-where = Where you are
ideas-orders = Order of ideas
ideas-order-popular = Popular
ideas-order-newest = Newest
ideas-order-all-time = All time
ideas-order-needs-eyes = Needs eyes
ideas-formula-popular = { $points } points for each vote for, minus as many for each vote against; every vote is worth half after { $days ->
    [one] a day
   *[other] { $days } days
 }. An idea stands here once { $views ->
    [0] it is shared
    [one] one person has opened it
   *[other] { $views } people have opened it
 }.
ideas-formula-newest = The latest first; nothing else counts. Points stay hidden until enough people have looked.
ideas-formula-all-time = { $points } points for each vote for, minus as many for each vote against, however old. An idea stands here once { $views ->
    [0] it is shared
    [one] one person has opened it
   *[other] { $views } people have opened it
 }.
ideas-formula-needs-eyes = Ideas that fewer than { $views } people have opened, without those you know. You begin at another place every day, and points are hidden until you have voted, so that everybody looks for themselves.
ideas-base = Counted from { $votes ->
    [one] one vote
   *[other] { $votes } votes
 } by { $voters ->
    [one] one person
   *[other] { $voters } people
 }.
ideas-recounting = The half-life was changed, and the order is being counted anew.
ideas-every-category = Everything
ideas-without-filters = Show all
ideas-empty = Nobody has said anything yet
ideas-empty-words = A sentence is enough to begin. You can change it later, and others can build on it with you.
ideas-empty-filtered = Nothing fits
ideas-empty-filtered-words = No idea is like what you asked for. Look without the filters, or further on.
ideas-empty-eyes = You have seen them all
ideas-empty-eyes-words = Nothing waits for your eyes just now. Thank you for looking.
ideas-empty-ranked = Too early for an order
ideas-empty-ranked-words = There are ideas, but none has been opened by { $views ->
    [one] one person
   *[other] { $views } people
 } yet. Until then nobody’s points decide what others see.
ideas-see-needs-eyes = See all ideas that need eyes
ideas-also-needs-eyes = Some ideas are not in this order yet: fewer than { $views } people have opened them. Lend them your eyes.
ideas-more = More ideas
ideas-about = About ideas
ideas-about-this = About this idea
ideas-share = Share an idea
ideas-criteria = What counts:
ideas-charter = Its charter: who decides, what each side gains and risks
ideas-standing = How ideas stand
ideas-in-action = In action: what came of ideas
ideas-queue = Ideas for you to read
ideas-programme-draft = This programme is not open yet.
ideas-programme-open = Ideas are not taken at this moment. What is here can be read.
ideas-programme-paused = Ideas are paused. What is here can be read.
ideas-programme-closed = This programme is over. Everything in it stays readable.

ideas-status-open = open
ideas-status-under-review = under review
ideas-status-reviewed = reviewed
ideas-status-in-the-works = in the works
ideas-status-launched = launched
ideas-status-exists-already = exists already
ideas-status-cannot-be-done = cannot be done
ideas-status-closed = closed
ideas-status-merged = merged
ideas-status-draft = draft
ideas-status-restricted = seen by a few

ideas-nobody = somebody who left
ideas-authors = { $name } and { $others ->
    [one] one other
   *[other] { $others } others
 }
ideas-points = { $n ->
    [one] one point
   *[other] { $n } points
 }
ideas-unit = { $n ->
    [one] point
   *[other] points
 }
ideas-points-hidden = Points are hidden until you have voted
ideas-remarks-unit = { $n ->
    [one] remark
   *[other] remarks
 }
ideas-vote-for = Vote for: { $title }
ideas-vote-against = Vote against: { $title }
ideas-own = your own idea, so you cannot vote on it
ideas-supports = { $n ->
    [one] one support elsewhere, without a name
   *[other] { $n } supports elsewhere, without names
 }

ideas-share-lede = A sentence is enough. You can change it later, and others can build on it with you.
ideas-programme = Programme
ideas-builds-on = You build on
ideas-builds-on-credit = Its authors are credited beside you and told.
ideas-field-title = Title
ideas-field-title-hint = Say it as you would to a friend.
ideas-field-body = What you have in mind
ideas-field-body-hint = What happened, what would be better, for whom. Links and *emphasis* work.
ideas-alike-label = Ideas like yours
ideas-alike-heading = People already said something like this
ideas-alike-words = Add your voice to one of them, or go on: yours may be different.
ideas-alike-stopped = Please look at these before you share. Is one of them the same? If yours is different, share it as it is.
ideas-alike-shares = shares “{ $words }”
ideas-join = It is the same: vote for it and say this there
ideas-categories = Categories
ideas-categories-hint = They bring it to the right people. One to three.
ideas-read-by = read by { $names }
ideas-optional = optional
ideas-more-about-it = Who else made it, and in which language
ideas-coauthors = Who else made it
ideas-coauthors-hint = The addresses of their pages here, with commas between. They are asked first.
ideas-language = Language
ideas-language-hint = We guess it from your words; say it if we should not.
ideas-language-guess = Guess it
ideas-language-en = English
ideas-language-fr = Français
ideas-language-de = Deutsch
ideas-language-es = Español
ideas-language-pt = Português
ideas-language-it = Italiano
ideas-language-nl = Nederlands
ideas-language-ja = 日本語
ideas-who-sees = Who sees it
ideas-everyone = Everyone
ideas-everyone-hint = It can be voted on at once. It enters the public orders when { $views ->
    [0] it is shared
    [one] one person has opened it
   *[other] { $views } people have opened it
 }.
ideas-restricted = First only the stewards
ideas-restricted-hint = Ask for this when it tells something you may not want copied. You publish it yourself, when you want to.
ideas-terms = These are my own words and pictures
ideas-terms-hint = They stay yours. Others may build on them with credit; if something is sold, your share is agreed first.
ideas-share-button = Share this idea
ideas-share-anyway = Mine is different: share it
ideas-keep-draft = Keep as a draft
ideas-report = Report

ideas-said-shared = Shared. You are told when somebody answers.
ideas-said-published = Published. Everybody can see it now.
ideas-said-alike = Others said something like it. Look at them first; then publish again.
ideas-said-joined = Your vote and your words are here now.
ideas-said-moved = Moved on. Authors, voters and followers are told.
ideas-said-promised = Promised. Everybody can see the date.
ideas-said-proposed = Proposed. A moderator decides.
ideas-said-changed = Changed.
ideas-said-stayed = Noted.
ideas-came-from = You followed a link to an idea that was merged into this one:
ideas-notice-merged-here = This idea was merged.
ideas-go-to-survivor = Go to the idea it lives on in
ideas-pending = A steward looks at this before everybody sees it.
ideas-hidden = Hidden by a steward. The authors were told and may appeal.
ideas-removed = This idea was removed.
ideas-restricted-draft = Only its authors see this draft.
ideas-restricted-stewards = Only its authors and the stewards of the programme see this.
ideas-restricted-programme = Only those who take part in the programme see this.
ideas-publish = Show it to everybody
ideas-changed = changed { $when }
ideas-a-rule = the rule of this board
ideas-how-it-stands = How it stands
ideas-outcome-link = See for yourself
ideas-build-on = Build on this
ideas-follow = Follow
ideas-following = Following
ideas-thank = Thank the authors
ideas-thread = The thread
ideas-how-heading = How this counts
ideas-how-it-counts = One vote each, worth { $points_per_vote } points, changeable until it closes. “Popular” halves every { $popular_half_life_days ->
    [one] day
   *[other] { $popular_half_life_days } days
 }. It stands in the orders once { $guaranteed_views ->
    [0] it is shared
    [one] one person has opened it
   *[other] { $guaranteed_views } people have opened it
 }. Points advise; people decide and must say why.
ideas-threshold-rule = With fewer than { $points } points after { $days ->
    [one] a day
   *[other] { $days } days
 } it is closed, and its authors are told.
ideas-appeal-to = Appeals go to
ideas-for = For
ideas-against = Against
ideas-voters = Voters
ideas-merged-in = Merged in
ideas-votes-from-there = { $n ->
    [one] one vote came from there
   *[other] { $n } votes came from there
 }
ideas-history = How it came to stand so
ideas-place = Its place
ideas-care = Care for it
ideas-care-board = Care for this board
ideas-categories-partners = Categories and idea partners
ideas-for-stewards-first = Shown to stewards first
ideas-late = late
ideas-move-on = Say how it stands
ideas-propose-merge = It is the same as another
ideas-edit = Change the words
ideas-live-lost = Live numbers paused; the page tries again by itself.
ideas-ground-cost = it would cost more than it gives
ideas-ground-safety = it would not be safe
ideas-ground-law = the law, or somebody’s right, is against it
ideas-ground-technique = we do not know how
ideas-ground-brand = it is not what we stand for
ideas-ground-capacity = nobody has the time now

ideas-alike = { $count ->
    [one] One idea says something like this. Please look at it first.
   *[other] { $count } ideas say something like this. Please look at them first.
 }
ideas-refused-own = Voting on your own idea is not possible: everybody knows already that you want it.
ideas-refused-no-votes-open = This idea takes no votes now.
ideas-refused-no-votes-under-review = This idea takes no votes now.
ideas-refused-no-votes-reviewed = This idea takes no votes now.
ideas-refused-no-votes-in-the-works = This idea takes no votes now.
ideas-refused-no-votes-launched = This idea is launched: there is nothing left to vote for.
ideas-refused-no-votes-exists-already = This exists already, so voting has ended.
ideas-refused-no-votes-cannot-be-done = This cannot be done, so voting has ended. You may build on it.
ideas-refused-no-votes-closed = This idea is closed. You may build on it, or ask its moderators to open it again.
ideas-refused-merged = This idea was merged and lives on in another. Vote there.
ideas-refused-not-published = This idea is not published yet.
ideas-refused-step = From its present state an idea does not go there. Choose one of the steps that are offered.
ideas-refused-moved = Somebody moved this idea on meanwhile. Look again.
ideas-refused-link-needed = This outcome needs a link, so that everybody can see for themselves.
ideas-refused-link = This is no link: it begins with https://, http:// or / here.
ideas-refused-ground-needed = Please say why it cannot be done.
ideas-refused-categories = Please choose one to three categories.
ideas-refused-no-category = This is no category of this programme.
ideas-refused-category-taken = This address is taken by another category.
ideas-refused-other-programme = The two ideas belong to two programmes.
ideas-refused-with-itself = An idea cannot be merged with itself.
ideas-refused-merge-under-way = A merge of this idea is under way already.
ideas-refused-merge-state = This merge is no longer in the state that this needs. Look again.
ideas-refused-not-a-supporter = Only those who vote on the idea can keep their vote there.
ideas-refused-which = Please say which idea stays: choose one, or give its title as it stands there.
ideas-refused-reason = Please say why; everybody concerned reads it.
ideas-refused-date-gone = Please give a day after today.
ideas-refused-published = Everybody sees this idea already.
ideas-refused-nothing-made = Only what is in the works or launched has something to show.
ideas-refused-not-your-category = This idea is in none of your categories.
ideas-refused-terms = Please confirm that these are your own words and pictures.
ideas-refused-coauthor = There is nobody at one of these addresses.
ideas-refused-no-programme = No programme takes ideas just now.

ideas-note = What everybody is told
ideas-note-hint = Say what was found, what happens next and when. Authors, voters and followers read it.
ideas-move-lede = Every step has a public note. Nobody is left wondering.
ideas-stands-now = Now it is
ideas-from-now-on = From now on it is
ideas-ground = Why it cannot be done
ideas-ground-when = needed for “cannot be done”
ideas-link = A link to see for oneself
ideas-link-when = needed for “exists already”
ideas-move-button = Say it to everybody
ideas-leave-it = Leave it as it is
ideas-closed-below = Closed by the rule of this board: { $points } points are fewer than { $threshold } after { $days ->
    [one] a day
   *[other] { $days } days
 }. It can still be read and built on, and a moderator can open it again.

ideas-promise = Promise to look at it
ideas-promise-day = By which day
ideas-promise-words = What you promise
ideas-promise-button = Promise it
ideas-promise-kept = Kept on { $when }.
ideas-promise-late = It is late.
ideas-promised-on = Promised on { $when }.
ideas-by = by
ideas-partners = Idea partners
ideas-partner-of = idea partner, { $category }
ideas-partner-badge = idea partner
ideas-predates = What was there before
ideas-evidence = the evidence
ideas-credit = Parts and shares
ideas-moderate = Moderate
ideas-write-journal = Write down what was made

ideas-queue-lede = { $n ->
    [0] Nothing is new to you.
    [one] One idea is new to you.
   *[other] { $n } ideas are new to you.
 } The oldest promise comes first.
ideas-queue-empty = Nothing waits for you
ideas-queue-empty-words = New ideas in your categories come here, the oldest promise first.
ideas-queue-state = State
ideas-category = Category
ideas-unread = Unread
ideas-read = Read
ideas-show = Show
ideas-answer-by = answer promised by { $when }
ideas-say-something = Say something
ideas-mark-read = Mark as read
ideas-mark-unread = Unread again

ideas-categories-lede = Categories bring ideas to the people who can answer. Each idea partner sees what is new in theirs.
ideas-answers-in = answers promised in { $days ->
    [one] a day
   *[other] { $days } days
 }
ideas-retired = no longer in use
ideas-new-partner = Address of a person’s page
ideas-appoint = Make them idea partner
ideas-end-partner = End it
ideas-keep-category = Add or change a category
ideas-category-title = Title
ideas-category-slug = Name in addresses
ideas-category-slug-hint = Small letters, digits and hyphens. The name of a category that is there changes that one.
ideas-category-days = Days in which an answer is promised
ideas-category-retire = Put nothing new under it
ideas-category-button = Keep this category

ideas-merge-lede = Say which idea it is the same as. A moderator decides; then supporters have { $days ->
    [0] no time
    [one] one day
   *[other] { $days } days
 } to keep their vote where it is. Nobody’s words, votes or credit are lost, and it can be undone.
ideas-merge-title = Two ideas, one
ideas-merge-waits = Somebody says that this idea is the same as another.
ideas-merge-look = Look at both
ideas-merge-proposed = Proposed; a moderator has to decide.
ideas-merge-declined = A moderator left the two apart.
ideas-merge-window = Agreed. Until { $until } supporters may keep their vote where it is.
ideas-merge-merged = Merged. { $votes ->
    [one] One vote
   *[other] { $votes } votes
 } moved; { $aside ->
    [0] nobody had voted on both
    [one] one person had voted on both
   *[other] { $aside } people had voted on both
 }. It can be undone.
ideas-merge-undone = The merge was undone; each idea has its own votes and remarks again.
ideas-merge-lapsed = One of the two went elsewhere before, so nothing was merged.
ideas-goes = This one goes
ideas-stays = This one stays
ideas-remarks = Remarks
ideas-union-title = Who will stand behind it
ideas-union = { $from } and { $into } voters, { $both } of them the same people: { $together } voters, { $points } points
ideas-union-rule = Where somebody voted on both, the vote on the idea that stays counts; the other is kept aside and comes back if the merge is undone.
ideas-which-stays = The idea that stays
ideas-which-hint = Its title, or its address from your browser.
ideas-which-other = Another one
ideas-compare = compare
ideas-why-together = Why they belong together
ideas-why-hint = Everybody who wrote or voted reads this.
ideas-propose-button = Propose it to the moderators
ideas-leave-apart = Leave them apart
ideas-moderator-said = The moderator said:
ideas-undone-because = Undone because:
ideas-your-reason = Your reason
ideas-accept-button = Agree to the merge
ideas-decline-button = Leave them apart
ideas-undo-button = Undo the merge
ideas-you-move = Your vote moves with the idea, unless you keep it here.
ideas-keep-my-vote = Keep my vote where it is
ideas-you-stay = Your vote stays where it is.
ideas-move-with-it = Let it move after all
ideas-merges = Merges to decide
ideas-merges-lede = Proposals first, then pairs that an import found alike. Words that are alike need not mean the same.
ideas-merges-proposed = Proposed
ideas-merges-none = Nothing is proposed.
ideas-merges-likely = Found alike
ideas-merges-none-likely = No pair waits.
ideas-likeness = { $percent } % alike by their words

ideas-in-action-heading = In action
ideas-in-action-lede = What you said, made. The latest first; every name is somebody whose words or hands are in it.
ideas-journal-empty = Nothing is made yet
ideas-journal-empty-words = When an idea is launched, what came of it stands here with the names of all who shaped it.
ideas-journal-form-lede = Everybody whose words are in it is named and told: authors, those of merged ideas, those it was built on, and whoever is credited.
ideas-journal-button = Put it into the journal
ideas-what-was-made = What was made
ideas-made-by = Made by
ideas-and-others = and { $n } more
ideas-part-author = author
ideas-part-merged = author of an idea merged into it
ideas-part-ancestor = author of what it was built on
ideas-part-credited = credited
ideas-part-carried = carried it through
ideas-world-eyes = Few people have seen these yet. You begin at another place every day; nobody’s votes are shown until you have voted.
ideas-world-because = What changed because of you
ideas-world-came-of-it = What came of ideas
ideas-world-all-action = Everything that was made
ideas-world-story = Said here, and made.
ideas-journal-idea = The idea it came from
ideas-not-shown = Not shown to everybody
ideas-not-shown-words = Drafts, and what only you and the stewards see. You can show each to everybody from its page.
ideas-world-people = { $n ->
    [one] by one person
   *[other] by { $n } people
 }
ideas-my-export = Take your ideas and votes along

ideas-notice-moved = “{ $title }” moved on.
ideas-notice-below = “{ $title }” was closed: it stayed below the threshold. You can build on it, or ask a moderator to open it again.
ideas-notice-promised = Somebody promised to look at “{ $title }”.
ideas-notice-journal = Something was made of “{ $title }”, and you are named.
ideas-notice-merge-proposed = Somebody says that “{ $title }” is the same as another idea. Please decide.
ideas-notice-merge-declined = “{ $title }” was left apart from the idea you named.
ideas-notice-merge-window = “{ $title }” will be merged into another idea. You may keep your vote where it is.
ideas-notice-merged = “{ $title }” was merged and lives on in another idea.
ideas-notice-merged-into-yours = Another idea was merged into “{ $title }”.
ideas-notice-merge-undone = The merge of “{ $title }” was undone.

# On a person's page
ideas-shared-title = Shared ideas
ideas-shared-newest = The newest { $n } are shown.

ideas-permission-post = Share an idea, and change one’s own
ideas-permission-vote = Vote on an idea, and take it back
ideas-permission-propose-merge = Say that two ideas are the same
ideas-permission-moderate = Decide about merges, undo them; see what is for stewards first
ideas-permission-status = Say how an idea stands, with a public note; write the journal
ideas-permission-partner = Read the queue of one’s categories, promise to look at an idea
ideas-permission-configure = Keep the categories and who their idea partners are

ideas-setting-popular-half-life-days = Days after which a vote is worth half in “Popular”
ideas-setting-threshold-points = Points below which an idea is closed in the end
ideas-setting-threshold-days = Days an idea has to reach them; 0 closes nothing
ideas-setting-guaranteed-views = People who must have opened an idea before it stands in an order
ideas-setting-merge-window-days = Days in which supporters may keep their vote out of a merge
ideas-setting-points-per-vote = Points that one vote is worth

ideas-choose-title = Choose ideas for a round
ideas-choose-lede = Tick what people shall decide about. On the next page you say how they vote.
ideas-choose-status = How they stand
ideas-choose-any-status = However they stand
ideas-choose-more = What is ticked here goes along; ideas on further pages can be added by their address.
ideas-choose-button = Make a round of these
ideas-rounds = Rounds: what is decided together
