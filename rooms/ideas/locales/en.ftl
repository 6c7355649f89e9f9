kind-idea = Idea
kind-in-action = In action
ideas-nav = Ideas
ideas-title = Ideas
ideas-title-of = Ideas: { $programme }
ideas-heading-of = Ideas for
ideas-lede = Say what would make our things better. Somebody with a name reads every idea and says what becomes of it.
ideas-where = Where you are
ideas-find = Find an idea
ideas-find-button = Find
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
ideas-see-needs-eyes = Look at them
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
ideas-photos = Photographs and papers
ideas-photos-hint = Where and when pictures were taken is removed before anybody sees them.
ideas-optional = optional
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
ideas-how-it-counts = One vote each, worth { $points } points, changeable until it closes. “Popular” halves every { $days ->
    [one] day
   *[other] { $days } days
 }. It stands in the orders once { $views ->
    [0] it is shared
    [one] one person has opened it
   *[other] { $views } people have opened it
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
ideas-refused-step = From “{ $from }” an idea does not go to “{ $to }”.
ideas-refused-moved = Somebody moved this idea to “{ $status }” meanwhile. Look again.
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
ideas-refused-reason = Please say why; everybody concerned reads it.
ideas-refused-date-gone = Please give a day after today.
ideas-refused-published = Everybody sees this idea already.
ideas-refused-nothing-made = Only what is in the works or launched has something to show.
ideas-refused-not-your-category = This idea is in none of your categories.
ideas-refused-terms = Please confirm that these are your own words and pictures.
ideas-refused-coauthor = There is nobody at one of these addresses.
ideas-refused-no-programme = No programme takes ideas just now.
