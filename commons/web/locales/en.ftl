language-en = English
language-fr = Français

shell-skip = Skip to the content
shell-navigation = Main
shell-menu = Menu
shell-signed-in-as = You are { $name }
shell-foot = One cookie keeps you signed in. Nothing else watches. { $brand } runs this on its own server with Weft.
shell-busy = The server could not do that just now. Nothing you typed is lost; try again in a moment.
shell-draft-kept = Your unsent words are back.
shell-draft-discard = Discard them
shell-count = {"{"}n{"}"} characters left
shell-offline = No connection. Nothing you typed is lost; try again when you are back online.
shell-about = About and settings
shell-language = Language
shell-theme = Light or dark
shell-theme-auto = as the device
shell-theme-light = light
shell-theme-dark = dark
shell-apply = Apply

nav-world = World
nav-me = Me
nav-search = Find
nav-inbox = Inbox
nav-inbox-unread = { $n ->
    [one] unread
   *[other] unread
 }
nav-sign-in = Sign in
nav-sign-out = Sign out
nav-how-it-counts = How things count
nav-api = For programs
nav-demo = Invented people
nav-steward = Steward
nav-operate = Operate

time-just-now = just now
time-minutes-ago = { $n ->
    [one] a minute ago
   *[other] { $n } minutes ago
 }
time-hours-ago = { $n ->
    [one] an hour ago
   *[other] { $n } hours ago
 }
time-days-ago = { $n ->
    [one] yesterday
   *[other] { $n } days ago
 }

page-older = Older
page-first = From the beginning
page-next = Next

error-heading-nothing = This thread ends here
error-heading = That did not work
error-search = Perhaps it can be found
error-home = To the first page
error-instead = Go there
error-title-sign-in = Please sign in
error-title-not-allowed = Not allowed
error-title-not-found = Not found
error-title-busy = One moment
error-title-fault = Something broke
error-title-refused = Refused
error-summary = { $n ->
    [one] One thing needs your attention. Nothing you typed is lost.
   *[other] { $n } things need your attention. Nothing you typed is lost.
 }

refused-sign-in = Please sign in first. You will come back to this place.
refused-token = This token is not known, or was revoked. Make a new one under “Me”.
refused-token-scope = This token was not made for that: it lacks “{ $scope }”.
refused-not-allowed = Your account may not do that here ({ $permission }). If you think it should, write to the steward of the programme.
refused-not-found = There is nothing here, or it is not for everybody to see.
refused-out-of-range = Please give a number from { $least } to { $most }.
refused-text-empty = Please fill this in.
refused-text-too-long = { $length } characters are too many; { $limit } fit here.
refused-choice = Please choose one of the possibilities.
refused-cursor = This place in the list is not known. Begin at its start.
refused-too-often = That was quick. Please wait { $seconds ->
    [one] a second
   *[other] { $seconds } seconds
 } and try again; nothing was lost.
refused-key = An idempotency key has 1 to 200 characters of plain ASCII. Nothing was done; send it again with another key.
refused-key-reused = This idempotency key was used for something else. Use a fresh one.
refused-too-large = That is larger than this house accepts. Nothing was kept; try a smaller file.
refused-media-type = This kind of content is not understood here.
refused-malformed = What was sent could not be read. Nothing was kept; go back, your text is still there.
refused-method = That cannot be done at this address.
refused-cross-site = This came from another site and was not accepted. Open the page here and try again.
refused-busy = There is more to do than we can do at once. Nothing was kept; please try again in a moment.
refused-full = There is no room left on our disk. Nothing was kept; whoever runs this has to make room. Please try again later.
refused-fault = Something broke on our side. Nothing was kept. If you tell the operator about it, name request { $request }.

api-title = For programs
api-lede = Everything a person can do on a page here, a program can do too, under the same rules.
api-begin = To begin
api-token = Send an API token with each call: “Authorization: Bearer weft_…”. A token can do what its owner can, within the scopes it was made for.
api-token-link = Make a token
api-key = Every call that changes something takes an “Idempotency-Key” header: the same key answers the same, without acting again.
api-pages = Lists come in pages: pass “next” of one page as “after” of the following. A refusal is a problem document that says what happened and what to do next.
api-document = The description of the whole API, OpenAPI 3.1
api-calls = Calls
api-method = Method
api-path = Address
api-does = What it does
