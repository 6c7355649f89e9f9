search-title = Find
search-title-of = Find: { $q }
search-heading = Find what was said
search-label = What are you looking for?
search-hint = Words; “a phrase” as it was written; -word for what must not be there.
search-kind = What
search-every-kind = Everything
search-programme = Programme
search-every-programme = All programmes
search-language = Written in
search-every-language = Any language
search-button = Find
search-formula = The most telling first: rare words count more than common ones, words in a title three times as much as in the text, in remarks half as much. Of two alike, the newer. Nothing else counts.
search-cut = Only the first { $n } words were looked for.
search-some = Nothing has all of these words. This has some of them.
search-in-remarks = said in a remark
search-authors = { $name } and { $others ->
    [one] one other
   *[other] { $others } others
 }
search-more = More of what was found
search-nothing = Nobody has said that yet
search-nothing-words = Try fewer or other words. Or be the first to say it.
search-everywhere = Look everywhere
search-share = Share it as an idea
search-no-word = Which word should be there?
search-no-word-words = Only what must not be there was said. Add at least one word to look for.
search-preparing = Finding is being prepared, so not everything can be found yet.
search-preparing-so-far = { $done } of { $of } pieces are done.
search-away = Finding is not switched on here. The lists show everything.
