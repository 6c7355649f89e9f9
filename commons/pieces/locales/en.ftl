kind-comment = Remark

pieces-stale = Somebody changed this meanwhile; it is now at revision { $revision }. Your words are still here.
pieces-merged = This was merged into another one. Votes belong there now.
pieces-own-rule = Votes on this follow a rule of its own. Nothing was counted; vote on its own page.
pieces-mixed = A note for staff and an open remark cannot answer each other.
pieces-cannot-answer = That remark is no longer here to be answered.
pieces-reported-already = You reported this already. A steward will look at it.
pieces-nothing-to-appeal = Nothing was decided here that could be appealed.
pieces-appealed-already = Your appeal is waiting. Another steward will look at it.
pieces-another-steward = You made this decision, so another steward looks at the appeal.
pieces-reason-needed = Say why, in a sentence the author can understand.
pieces-not-invited = You have not been asked to be an author of this, or you answered already.
pieces-author-already = This person is an author already.
pieces-last-author = You are the only author. You can take it back instead.
pieces-circle = That would make it grow from itself.
pieces-shares = The shares make { $sum } of 10,000 basis points. They have to make 100 percent exactly.
pieces-share-unread = Give each share as a percentage with at most two decimals.
pieces-credited-twice = Somebody is named twice. Give each person one line.
pieces-not-credited = This declaration does not name you.
pieces-declaration-replaced = The shares were declared anew meanwhile. Look at them again before you sign.
pieces-bad-link = Give a link that begins with https:// or /.
pieces-cannot-merge = These two cannot be merged: one of them is merged already.
pieces-no-merge = This merge was undone already.
pieces-weight = A vote is for, against or taken back.
pieces-own-thanks = You cannot thank yourself.
pieces-not-yours = Only its authors can do that.
pieces-removed-already = This was removed already.
pieces-taken-back = Its author has taken this back.
pieces-say-what = Say in a few words what is wrong.
pieces-nobody-such = Nobody here has this identifier. Copy the address of their page.
pieces-since-to-come = This date is still to come.

pieces-notice-commented = { $name } said something about “{ $title }”
pieces-notice-answered = { $name } answered you about “{ $title }”
pieces-notice-followed = { $name } said something about “{ $title }”, which you follow
pieces-notice-thanked = { $n ->
    [one] One person thanks you for “{ $title }”
   *[other] { $n } people thank you for “{ $title }”
 }
pieces-notice-shown = { $name } looked at what you made and shows it
pieces-notice-held = { $name } holds what you made until it has been looked at
pieces-notice-hidden = { $name } hid what you made: { $reason }. You can appeal.
pieces-notice-removed = { $name } removed what you made: { $reason }. You can appeal.
pieces-notice-appeal-upheld = { $name } agreed with your appeal: it is shown again. { $reason }
pieces-notice-appeal-declined = { $name } looked at your appeal, and the decision stands. { $reason }
pieces-notice-invited = You are asked to be an author of “{ $title }”
pieces-notice-joined = { $name } is an author of this with you now
pieces-notice-credited = Your part in “{ $title }” was declared. Please sign or contest it.
pieces-notice-contested = { $name } contests their share
pieces-notice-dated = Staff stated that work on this was under way since { $since }

pieces-discussion = Discussion
pieces-remarks-oldest-first = { $n ->
    [one] remark
   *[other] remarks, oldest first
 }
pieces-nobody-said = Nobody has said anything yet.
pieces-your-remark = Your remark
pieces-write-as = You write as { $name }, { $voice }. Everybody can read it.
pieces-voice-member = a member
pieces-voice-staff = staff
pieces-voice-partner = a partner
pieces-voice-brand = the brand
pieces-internal = Only staff and partners see this
pieces-only-staff = Only staff see this
pieces-say-it = Say it
pieces-sign-in-to-say = Sign in to say something
pieces-talk-closed = Nothing can be said here now.
pieces-more-remarks = More remarks
pieces-whole-exchange = Read a long exchange as a whole
pieces-changed = changed
pieces-a-voice = A member
pieces-taken-back-by-author = Taken back by its author.
pieces-removed-by-steward = Removed by a steward. The author was told why and may appeal.
pieces-hidden-by = Hidden by { $name }: { $reason }. The author was told and may appeal.
pieces-a-steward = a steward
pieces-held = Held until a steward has looked at it.
pieces-thank = Thank
pieces-thanked = Thanked, { $n }
pieces-thank-too = Thank, { $n }
pieces-thanks = { $n ->
    [one] one thanks
   *[other] { $n } thanks
 }
pieces-answer = Answer
pieces-edit = Change
pieces-take-back = Take back
pieces-report = Report
pieces-appeal = Appeal
pieces-moderate = Moderate

pieces-where = Where you are
pieces-back = Back
pieces-leave-it = Leave it
pieces-optional = if you like
pieces-nobody = somebody who left
pieces-answer-title = Answer
pieces-answer-lede = Whoever wrote this is told.
pieces-answer-submit = Say it
pieces-report-title = Report to the stewards
pieces-report-lede = A steward looks at it. The author is not told who reported it.
pieces-report-submit = Report it
pieces-grounds-unkind = It is unkind to a person
pieces-grounds-spam = It advertises
pieces-grounds-off_topic = It belongs elsewhere
pieces-grounds-private = It tells something private
pieces-grounds-rights = It belongs to somebody else
pieces-grounds-other = Something else
pieces-edit-title = Change the words
pieces-edit-lede = Earlier words stay readable.
pieces-edit-submit = Keep these words
pieces-written-meanwhile = Written meanwhile
pieces-appeal-title = Appeal
pieces-appeal-lede = Another steward than the one who decided looks at it and answers you.
pieces-appeal-submit = Send the appeal
pieces-moderate-title = Decide about this
pieces-moderate-lede = Its authors are told what you decide and why, with your name.
pieces-moderate-submit = Decide
pieces-decision-show = Let it stand
pieces-decision-hold = Hold it
pieces-decision-hide = Hide it
pieces-decision-remove = Remove it
pieces-field-body = Your words
pieces-field-title = Title
pieces-field-reason = Reason
pieces-field-words = In your words
pieces-field-grounds = What is wrong
pieces-field-decision = Decision
pieces-field-person = Address of their page
pieces-field-part = What they did
pieces-field-share = Share in percent
pieces-field-since = Under way since
pieces-field-statement = What was under way
pieces-field-link = Link to the evidence

pieces-revisions-title = Earlier words
pieces-revision = Revision { $n }
pieces-revision-reason = Changed by a steward: { $reason }
pieces-thread-title = The thread
pieces-thread-hidden = { $n ->
    [one] One more piece is not public.
   *[other] { $n } more pieces are not public.
 }
pieces-thread-more = See the whole thread

pieces-authors-title = Authors
pieces-first-words = first words
pieces-asked = asked
pieces-you-are-asked = You are asked to be an author. Your name will stand beside the others.
pieces-accept = I am an author
pieces-decline = No, thank you
pieces-person-hint = Paste the address of their page here. They are an author once they agree.
pieces-ask-author = Ask them
pieces-leave-authors = No longer be an author
pieces-credit-title = Who did what
pieces-parts = Parts and shares
pieces-merged-parts = Parts in what was merged into this
pieces-nothing-declared = No shares have been declared. These are the authors.
pieces-all-signed = Everybody has signed.
pieces-signed = signed
pieces-not-signed = not signed yet
pieces-contested = contested
pieces-why-contest = What is wrong with it
pieces-sign = Sign my share
pieces-contest = Contest it
pieces-declare-title = Declare the parts
pieces-declare-lede = The shares make 100 percent exactly. Leave a share empty to leave that person out. Everybody named is told and signs their own.
pieces-contributor = One more contributor
pieces-declare = Declare these shares
pieces-predating = What was under way before
pieces-nothing-predates = Nobody has stated that work on this was under way before.
pieces-under-way-since = Under way since { $when }.
pieces-evidence = Evidence
pieces-predates-title = State earlier work
pieces-predates-lede = With a date and a link that can be checked. The statement cannot be changed afterwards, and its authors are told.
pieces-predates-submit = State it

pieces-queue-title = Stewards’ queue
pieces-queue-oldest = The oldest has waited since { $when }.
pieces-queue-formula = Oldest first. Appeals against your own decisions are left to others.
pieces-queue-empty = Nothing waits for you.
pieces-queue-more = What waits next
pieces-case-appeal = An appeal
pieces-case-reported = { $n ->
    [one] Reported by one person
   *[other] Reported by { $n } people
 }
pieces-case-held = Held until somebody looks
pieces-reported-as = Reported as: { $grounds }
pieces-appeal-says = The author says:
pieces-appeal-uphold = Show it again
pieces-appeal-decline = The decision stands

pieces-permission-comment = Say something about what others made
pieces-permission-note = Write and read notes that only staff and partners see
pieces-permission-vote = Vote on remarks
pieces-permission-follow = Follow something, to be told what becomes of it
pieces-permission-thank = Thank its authors
pieces-permission-report = Ask the stewards to look at something
pieces-permission-author = Change one’s own words, co-authors and shares
pieces-permission-see-inside = See what is for those who take part in a programme
pieces-permission-moderate = Show, hold, hide or remove something, with a reason
pieces-permission-trace = State since when work was under way; link pieces to each other
