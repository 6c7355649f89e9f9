people-optional = optional
people-none = none
people-crumbs = Where you are
people-since = Since { $date }
people-closed = closed

people-voice-member = Member
people-voice-staff = Staff
people-voice-partner = Partner
people-voice-brand = The brand

people-role-visitor = Visitor
people-role-member = Member
people-role-staff = Staff
people-role-staff-hint = Works for the brand: answers, decides, moderates.
people-role-partner = Partner
people-role-partner-hint = A supplier, agency, merchant or host.
people-role-operator = Operator
people-role-operator-hint = Runs the house: people, roles, settings, backups.

people-kind-department = Department
people-kind-partner = Partner

people-field-name = What should we call you?
people-field-name-hint = Others see this. It need not be your legal name.
people-field-shown-name = Name
people-field-email = E-mail
people-field-email-hint = Only to sign in and to tell you what you ask to be told. Nobody else sees it.
people-field-password = Password
people-field-password-hint = At least 10 characters; four random words are good. Without one, a link by e-mail signs you in.
people-field-stay = Stay signed in on this device
people-field-stay-hint = For 30 days after you last came. Not on a tablet in a store.
people-field-part = What you do here
people-field-part-hint = Shown beside your name: Repairs, Design.
people-field-language = Language
people-field-language-browser = as the browser asks
people-field-zone = Time zone
people-field-zone-hint = Such as Europe/Paris. Dates are shown in it.
people-field-new-email = New address
people-field-new-email-hint = A link goes there. Until it is opened, nothing changes.
people-field-present = Present password
people-field-new-password = New password
people-field-code = Setup code
people-field-code-hint = The server printed it when it first started: four groups of four letters and digits.
people-field-token-name = What is it for?
people-field-token-name-hint = So that you know later which one to revoke: Store tablets.
people-field-scopes = What may it do?
people-field-expires = Last day
people-field-expires-hint = Without one it lasts until you revoke it.
people-field-organisation = Name
people-field-kind = What is it to the brand?

people-sign-in-title = Sign in
people-sign-in-lede = To vote, to write, and to see what became of your words. Reading needs no account.
people-sign-in-button = Sign in
people-sign-in-without = not needed for a link
people-sign-in-link-button = Send me a link instead
people-sign-in-link-hint = The link works once, for 15 minutes. It is also the way in when you forgot your password.
people-sign-in-new = New here?
people-sign-in-looking = Looking around?
people-sign-in-demo = Sign in as one of the invented people

people-sent-title = Look into your mail
people-sent-lede = We sent a letter to the address you gave. Open the link in it to go on.
people-sent-nothing = Nothing there after a few minutes? Look among the unwanted mail, or check the address and ask again. We say the same whether or not an address is known here; only its owner learns which.
people-sent-back = Back to signing in

people-register-title = Make an account
people-register-lede = A name and an address. Nothing else is asked, and you can leave with everything you wrote.
people-register-button = Make my account
people-register-have = I have one

people-enter-title = Almost there
people-enter-account = This makes your account and signs you in.
people-enter-elsewhere = You opened this in another browser than the one you registered in. To be safe the password chosen there was not taken over: choose one here, or go without.
people-enter-account-button = Make my account and sign in
people-enter-sign-in = This signs you in as { $name }.
people-enter-sign-in-button = Sign in
people-enter-not-me = That is not me
people-enter-address = This makes { $email } the address of your account.
people-enter-address-button = Use this address
people-enter-address-keep = Keep the old one
people-enter-address-whose = To change the address of an account, be signed in to it in this browser, then open the link again.

people-setup-title = Set up this house
people-setup-lede = Somebody has to run it: give roles, change settings, keep backups. That is the operator.
people-setup-sign-in = Make an account first, or sign in. Then come back here with the code that the server printed.
people-setup-button = Become operator

people-me-needs = What needs you
people-me-nothing = Nothing waits for you. When somebody answers you, or something you shaped moves on, it says so here.
people-me-look = See what is open
people-me-inbox = { $n ->
    [one] One unread notice in your inbox
   *[other] { $n } unread notices in your inbox
 }
people-me-account = Your account
people-me-public = Your page as others see it
people-me-operate = Running the house

people-profile-title = Profile, address and password
people-profile-button = Keep these changes
people-profile-done = Your profile is changed.
people-password-done = Your password is changed. Every other session has ended.
people-email-none = No address yet: without one you cannot sign in by a link.
people-email-button = Send the link
people-password-none = You have no password; a link by e-mail signs you in. You can choose one.
people-password-button = Change my password
people-password-ends = Every other session ends with that.

people-sessions-title = Where you are signed in
people-sessions-lede = One line for each browser. End what you do not recognise, and change your password.
people-session-unknown = A browser that does not say what it is
people-session-current = this one
people-session-began = began { $date }
people-session-used = last used { $date }
people-session-ends = ends { $date }
people-session-end = End it
people-sessions-others = { $n ->
    [one] End the other session
   *[other] End the { $n } other sessions
 }

people-tokens-title = Keys for programs
people-tokens-lede = A token lets a program act for you, within what you allow it. It can never touch your account itself.
people-tokens-none = You have none.
people-token-made = Here is your token. Copy it now: it is not shown again.
people-token-at = made { $date }
people-token-used = last used { $date }
people-token-unused = never used
people-token-until = until { $date }
people-token-endless = until revoked
people-token-revoke = Revoke
people-token-new = A new token
people-token-button = Make the token

people-scope-read = Read
people-scope-read-hint = What you may read.
people-scope-take-part = Take part
people-scope-take-part-hint = Post, vote and comment in your name.
people-scope-steward = Steward
people-scope-steward-hint = Moderate and decide, where you may.
people-scope-operate = Operate
people-scope-operate-hint = People, roles and settings, where you may.

people-inbox-title = Inbox
people-inbox-unread = Unread:
people-inbox-read = Mark as read
people-inbox-read-all = { $n ->
    [one] Mark it as read
   *[other] Mark all { $n } as read
 }
people-inbox-times = { $n ->
    [one] once
   *[other] { $n } times
 }
people-inbox-empty = Nothing yet
people-inbox-empty-why = When somebody answers you, or something you shaped moves on, you are told here.
people-inbox-more = More notices

people-data-title = What is known of you
people-data-lede = All of it, for you to take, and to erase.
people-data-take = Take everything with you
people-data-take-what = One file with everything that every part of this house knows of you: account, words, votes, notices. Programs can read it, and so can you.
people-data-button = Download my data
people-data-go = Your name, address, password and sessions are erased, and your words no longer say who wrote them.
people-data-erase = Erase my account…

people-erase-title = Erase your account
people-erase-goes = Your name, address, password, sessions, tokens and notices are erased now, for good.
people-erase-stays = What you made stays where others built on it, signed “erased person”. Closed results stay true.
people-erase-never = It cannot be undone. Take your data with you first if you want it.
people-erase-type = To confirm, type your name:
people-erase-button = Erase my account
people-erase-keep = Keep it

people-acts-for = Acts for
people-acts-for-nobody = Nobody but themselves.
people-person-change = Change what this page says
people-person-administer = Roles and standing

people-operate-title = People
people-operate-lede = Everybody with an account: who they are, what they may, and whether they may come in.
people-operate-search = Name or address begins with
people-operate-show = Show
people-operate-none = Nobody
people-operate-none-why = No name and no address begins like that.
people-operate-order = By name
people-operate-more = More people
people-column-name = Name
people-column-roles = Roles
people-column-since = Since
people-roles-button = Give these roles
people-join = Also acts for
people-join-button = Add
people-leave = Remove
people-standing = Standing
people-standing-what = Closing the account ends every session and every token at once. What the person wrote stays, and it can be opened again.
people-standing-close = Close the account
people-standing-closed = Closed since { $date }.
people-standing-open = Open it again

people-organisations-title = Departments and partners
people-organisations-lede = Whom people act for. A programme needs at least two of them before it opens.
people-organisations-none = None yet. Enter the first below.
people-organisation-new = Enter another
people-organisation-button = Enter it

people-roles-title = Who may do what
people-roles-lede = Every action and the roles that may do it. A change holds from the next click on, for everybody.
people-roles-changed = changed
people-roles-decide = Let these roles
people-roles-default = Back to the default

people-demo-title = Whose shoes?
people-demo-lede = This is a demonstration with invented people. Choose one and you are signed in; change as often as you like.
people-demo-nobody = Nobody has been invented yet.
people-demo-member = Members
people-demo-staff = Staff
people-demo-partner = Partners
people-demo-operator = Operators
people-demo-mail-title = Post of this demonstration
people-demo-mail-lede = This server sends no real mail; letters are laid here.
people-demo-mail-none = No letters
people-demo-mail-none-why = Register, or ask for a link to sign in, and look here again.
people-demo-mail-to = To
people-demo-mail-sent = Sent

people-letter-signature = { $brand }
    { $address }
people-letter-confirm-subject = Confirm your address for { $brand }
people-letter-confirm-text = Hello { $name },

    somebody, we hope you, asked for an account at { $brand } with this address. Open this link to make it:

    { $link }

    It works once, for { $n ->
        [one] a day
       *[other] { $n } days
    }. If it was not you, do nothing: no account is made.
people-letter-known-subject = You have an account at { $brand }
people-letter-known-text = Hello { $name },

    somebody, we hope you, asked for an account with this address. You have one already. This link signs you in:

    { $link }

    It works once, for { $n } minutes. If it was not you, do nothing: nothing has changed.
people-letter-sign-in-subject = Your link to sign in at { $brand }
people-letter-sign-in-text = Hello { $name },

    this link signs you in:

    { $link }

    It works once, for { $n } minutes. If you did not ask for it, do nothing: nobody can come in without it.
people-letter-nobody-subject = No account with this address at { $brand }
people-letter-nobody-text = Hello,

    somebody, perhaps you, asked for a link to sign in with this address. There is no account with it. You can make one at { $address }/register, or try another address.

    If it was not you, do nothing: the address is forgotten within hours.
people-letter-closed-subject = Your account at { $brand } is closed
people-letter-closed-text = Hello { $name },

    somebody, perhaps you, wanted to come in with this address. The account is closed. If you think it should not be, write to whoever runs { $address }.
people-letter-new-address-subject = Confirm your new address for { $brand }
people-letter-new-address-text = Hello { $name },

    open this link, in the browser you are signed in with, to use this address for your account from now on:

    { $link }

    It works once, for { $n ->
        [one] a day
       *[other] { $n } days
    }. If you did not ask for it, do nothing: nothing changes.
people-letter-address-taken-subject = This address has an account at { $brand }
people-letter-address-taken-text = Hello,

    somebody, perhaps you, wanted to use this address for another account at { $brand }. It belongs to an account already, so nothing was changed. If that is your old account, sign in to it with this address at { $address }/sign-in.
people-letter-address-changed-subject = Your address at { $brand } was changed
people-letter-address-changed-text = Hello { $name },

    your account has another address from now on; this one no longer signs you in. If it was not you, write at once to whoever runs { $address }.
people-letter-password-changed-subject = Your password at { $brand } was changed
people-letter-password-changed-text = Hello { $name },

    your password was changed, and every other session has ended. If it was not you, ask for a link at { $address }/sign-in, choose another password, and write to whoever runs this house.

people-no-email-taken = This address belongs to an account already.
people-no-email-invalid = This is no address that we can write to. It should look like name@example.org.
people-no-wrong-password = That did not match: the address or the password is different from what we know. Without a password, ask for a link.
people-no-wrong-present-password = This is not your present password.
people-no-password-short = That is short. At least 10 characters, please; four random words are good.
people-no-password-long = That is long. At most 200 characters fit.
people-no-password-guessable = This is among the first that anybody would try. Choose another; four random words are good.
people-no-link-gone = This link was used, or is too old. Ask for a fresh one; that takes a minute.
people-no-other-account = This link belongs to another account than the one you are signed in with.
people-no-code-gone = This is not the code, or it is too old. Start the server again to have a fresh one printed.
people-no-set-up-already = This house has an operator. Ask them for the role you need.
people-no-last-operator = This is the last operator: without one nobody could run the house. Make somebody else operator first.
people-no-name-differs = This is not the name of the account.
people-no-zone-unknown = This zone is not known. It should look like Europe/Paris.
people-no-language-unknown = This language is not spoken here yet.
people-no-day-out-of-range = Please give a day from today on, within three years.
people-no-scope = Choose at least one thing that it may do.
people-no-too-many-tokens = You have as many tokens as one account may have. Revoke one first.
people-no-token-shown-already = This token was made and shown before. If you did not copy it, revoke it and make another.
people-no-organisation-taken = There is one of that name already.
people-no-not-active = This account cannot be used.
people-no-stale = This was changed meanwhile, perhaps in another window. What you typed is kept; look at it and send it again.

people-permission-see = See a person’s page
people-permission-read-own = Read one’s own account and notices
people-permission-mark-read = Mark one’s notices as read
people-permission-account = Change one’s account, take one’s data along, erase it
people-permission-administer = See all accounts, give roles, close accounts
people-permission-organise = Enter departments and partners, and who acts for them
people-permission-decide-roles = Decide which roles may do what
people-permission-decide-settings = Set the figures that the rules use

people-settings-title = What the rules are set to
people-settings-lede = Every figure that a rule uses. A change holds from the next minute on, and everybody can read it at “How things count”.
people-settings-none = No room here has a setting.
people-settings-range = { $least } to { $most }; { $default } as it comes
people-settings-button = Set it
people-settings-default = Back to the default
people-settings-set = Set. It holds from now on.
people-settings-by = set by { $name } on { $when }
