kind-idea = Idée
kind-in-action = En action
ideas-nav = Idées
ideas-title = Idées
ideas-title-of = Idées : { $programme }
ideas-heading-of = Idées pour
ideas-lede = Dites ce qui rendrait nos choses meilleures. Une personne qui porte un nom lit chaque idée et dit ce qu’elle devient.
ideas-where = Où vous êtes
ideas-orders = Ordre des idées
ideas-order-popular = Populaires
ideas-order-newest = Récentes
ideas-order-all-time = De tout temps
ideas-order-needs-eyes = À découvrir
ideas-formula-popular = { $points } points par voix pour, autant de moins par voix contre ; chaque voix vaut la moitié après { $days ->
    [one] un jour
   *[other] { $days } jours
 }. Une idée figure ici une fois { $views ->
    [0] partagée
    [one] qu’une personne l’a ouverte
   *[other] que { $views } personnes l’ont ouverte
 }.
ideas-formula-newest = Les plus récentes d’abord ; rien d’autre ne compte. Les points restent cachés tant que trop peu de gens ont regardé.
ideas-formula-all-time = { $points } points par voix pour, autant de moins par voix contre, quel que soit leur âge. Une idée figure ici une fois { $views ->
    [0] partagée
    [one] qu’une personne l’a ouverte
   *[other] que { $views } personnes l’ont ouverte
 }.
ideas-formula-needs-eyes = Les idées que moins de { $views } personnes ont ouvertes, sans celles que vous connaissez. Vous commencez chaque jour ailleurs, et les points sont cachés jusqu’à votre vote, pour que chacun regarde par soi-même.
ideas-base = Compté sur { $votes ->
    [one] une voix
   *[other] { $votes } voix
 } de { $voters ->
    [one] une personne
   *[other] { $voters } personnes
 }.
ideas-recounting = La demi-vie a changé ; l’ordre est en cours de recomptage.
ideas-every-category = Tout
ideas-without-filters = Tout montrer
ideas-empty = Personne n’a encore rien dit
ideas-empty-words = Une phrase suffit pour commencer. Vous pourrez la changer, et d’autres pourront la prolonger avec vous.
ideas-empty-filtered = Rien ne correspond
ideas-empty-filtered-words = Aucune idée ne répond à votre demande. Regardez sans les filtres, ou plus loin.
ideas-empty-eyes = Vous les avez toutes vues
ideas-empty-eyes-words = Rien n’attend votre regard pour l’instant. Merci d’avoir regardé.
ideas-empty-ranked = Trop tôt pour un ordre
ideas-empty-ranked-words = Il y a des idées, mais aucune n’a encore été ouverte par { $views ->
    [one] une personne
   *[other] { $views } personnes
 }. D’ici là, les points de personne ne décident de ce que voient les autres.
ideas-see-needs-eyes = Toutes les idées à découvrir
ideas-also-needs-eyes = Certaines idées ne sont pas encore dans cet ordre : moins de { $views } personnes les ont ouvertes. Prêtez-leur votre regard.
ideas-more = Plus d’idées
ideas-about = À propos des idées
ideas-about-this = À propos de cette idée
ideas-share = Partager une idée
ideas-criteria = Ce qui compte :
ideas-charter = Sa charte : qui décide, ce que chacun gagne et risque
ideas-standing = Où en sont les idées
ideas-in-action = En action : ce que les idées sont devenues
ideas-queue = Des idées à lire
ideas-programme-draft = Ce programme n’est pas encore ouvert.
ideas-programme-open = Les idées ne sont pas recueillies en ce moment. Ce qui est ici se lit.
ideas-programme-paused = Les idées sont en pause. Ce qui est ici se lit.
ideas-programme-closed = Ce programme est terminé. Tout y reste lisible.

ideas-status-open = ouverte
ideas-status-under-review = à l’examen
ideas-status-reviewed = examinée
ideas-status-in-the-works = en préparation
ideas-status-launched = réalisée
ideas-status-exists-already = existe déjà
ideas-status-cannot-be-done = impossible
ideas-status-closed = close
ideas-status-merged = fusionnée
ideas-status-draft = brouillon
ideas-status-restricted = vue par quelques-uns

ideas-nobody = quelqu’un qui est parti
ideas-authors = { $name } et { $others ->
    [one] une autre personne
   *[other] { $others } autres
 }
ideas-points = { $n ->
    [one] { $n } point
   *[other] { $n } points
 }
ideas-unit = { $n ->
    [one] point
   *[other] points
 }
ideas-points-hidden = Les points sont cachés jusqu’à votre vote
ideas-remarks-unit = { $n ->
    [one] remarque
   *[other] remarques
 }
ideas-vote-for = Voter pour : { $title }
ideas-vote-against = Voter contre : { $title }
ideas-own = votre propre idée, vous ne pouvez donc pas voter
ideas-supports = { $n ->
    [one] { $n } soutien recueilli ailleurs, sans nom
   *[other] { $n } soutiens recueillis ailleurs, sans noms
 }

ideas-share-lede = Une phrase suffit. Vous pourrez la changer, et d’autres pourront la prolonger avec vous.
ideas-programme = Programme
ideas-builds-on = Vous prolongez
ideas-builds-on-credit = Ses auteurs sont cités à vos côtés et prévenus.
ideas-field-title = Titre
ideas-field-title-hint = Dites-le comme à un ami.
ideas-field-body = Ce que vous avez en tête
ideas-field-body-hint = Ce qui s’est passé, ce qui serait mieux, pour qui. Les liens et l’*emphase* fonctionnent.
ideas-alike-label = Des idées comme la vôtre
ideas-alike-heading = On a déjà dit quelque chose de semblable
ideas-alike-words = Ajoutez votre voix à l’une d’elles, ou continuez : la vôtre est peut-être différente.
ideas-alike-stopped = Regardez celles-ci avant de partager. L’une d’elles est-elle la même ? Si la vôtre est différente, partagez-la telle quelle.
ideas-alike-shares = a en commun « { $words } »
ideas-join = C’est la même : voter pour elle et le dire là-bas
ideas-categories = Catégories
ideas-categories-hint = Elles la mènent aux bonnes personnes. Une à trois.
ideas-read-by = lue par { $names }
ideas-optional = facultatif
ideas-more-about-it = Qui d’autre l’a faite, et dans quelle langue
ideas-coauthors = Qui d’autre l’a faite
ideas-coauthors-hint = Les adresses de leurs pages ici, séparées par des virgules. On leur demande d’abord.
ideas-language = Langue
ideas-language-hint = Nous la devinons à vos mots ; dites-la si nous ne devons pas.
ideas-language-guess = Deviner
ideas-language-en = English
ideas-language-fr = Français
ideas-language-de = Deutsch
ideas-language-es = Español
ideas-language-pt = Português
ideas-language-it = Italiano
ideas-language-nl = Nederlands
ideas-language-ja = 日本語
ideas-who-sees = Qui la voit
ideas-everyone = Tout le monde
ideas-everyone-hint = On peut voter aussitôt. Elle entre dans les ordres publics une fois { $views ->
    [0] partagée
    [one] qu’une personne l’a ouverte
   *[other] que { $views } personnes l’ont ouverte
 }.
ideas-restricted = D’abord seulement les responsables
ideas-restricted-hint = Demandez-le si elle révèle ce que vous ne voudriez pas voir copié. Vous la publiez vous-même, quand vous le voulez.
ideas-terms = Ce sont mes propres mots et images
ideas-terms-hint = Ils restent à vous. D’autres peuvent les prolonger en vous citant ; si quelque chose se vend, votre part est convenue d’abord.
ideas-share-button = Partager cette idée
ideas-share-anyway = La mienne est différente : la partager
ideas-keep-draft = Garder comme brouillon
ideas-report = Signaler

ideas-said-shared = Partagée. Vous serez prévenu quand quelqu’un répondra.
ideas-said-published = Publiée. Tout le monde peut la voir.
ideas-said-alike = D’autres ont dit quelque chose de semblable. Regardez d’abord, puis publiez de nouveau.
ideas-said-joined = Votre voix et vos mots sont ici maintenant.
ideas-said-moved = C’est dit. Auteurs, votants et abonnés sont prévenus.
ideas-said-promised = Promis. Tout le monde voit la date.
ideas-said-proposed = Proposé. Un modérateur décide.
ideas-said-changed = Changé.
ideas-said-stayed = Noté.
ideas-came-from = Vous avez suivi un lien vers une idée fusionnée avec celle-ci :
ideas-notice-merged-here = Cette idée a été fusionnée.
ideas-go-to-survivor = Aller à l’idée où elle se poursuit
ideas-pending = Un responsable la regarde avant que tout le monde la voie.
ideas-hidden = Masquée par un responsable. Les auteurs ont été prévenus et peuvent faire appel.
ideas-removed = Cette idée a été retirée.
ideas-restricted-draft = Seuls ses auteurs voient ce brouillon.
ideas-restricted-stewards = Seuls ses auteurs et les responsables du programme la voient.
ideas-restricted-programme = Seuls ceux qui prennent part au programme la voient.
ideas-publish = La montrer à tout le monde
ideas-changed = modifiée { $when }
ideas-a-rule = la règle de ce tableau
ideas-how-it-stands = Où elle en est
ideas-outcome-link = Voir par vous-même
ideas-build-on = Prolonger cette idée
ideas-follow = Suivre
ideas-following = Suivie
ideas-thank = Remercier les auteurs
ideas-thread = Le fil
ideas-how-heading = Comment on compte
ideas-how-it-counts = Une voix chacun, qui vaut { $points_per_vote } points et se change jusqu’à la clôture. « Populaires » diminue de moitié tous les { $popular_half_life_days ->
    [one] jours
   *[other] { $popular_half_life_days } jours
 }. Elle figure dans les ordres une fois { $guaranteed_views ->
    [0] partagée
    [one] qu’une personne l’a ouverte
   *[other] que { $guaranteed_views } personnes l’ont ouverte
 }. Les points conseillent ; des personnes décident et doivent dire pourquoi.
ideas-threshold-rule = Avec moins de { $points } points après { $days ->
    [one] un jour
   *[other] { $days } jours
 }, elle est close, et ses auteurs sont prévenus.
ideas-appeal-to = Les appels vont à
ideas-for = Pour
ideas-against = Contre
ideas-voters = Votants
ideas-merged-in = Fusionnées ici
ideas-votes-from-there = { $n ->
    [one] { $n } voix vient de là
   *[other] { $n } voix viennent de là
 }
ideas-history = Comment elle en est arrivée là
ideas-place = Sa place
ideas-care-board = Prendre soin de ce tableau
ideas-categories-partners = Catégories et partenaires d’idées
ideas-for-stewards-first = Montrées d’abord à la modération
ideas-late = en retard
ideas-care = En prendre soin
ideas-move-on = Dire où elle en est
ideas-propose-merge = C’est la même qu’une autre
ideas-edit = Changer les mots
ideas-live-lost = Les chiffres en direct sont interrompus ; la page réessaie d’elle-même.
ideas-ground-cost = cela coûterait plus que cela ne donne
ideas-ground-safety = ce ne serait pas sûr
ideas-ground-law = la loi, ou le droit de quelqu’un, s’y oppose
ideas-ground-technique = nous ne savons pas faire
ideas-ground-brand = ce n’est pas ce que nous défendons
ideas-ground-capacity = personne n’en a le temps maintenant

ideas-alike = { $count ->
    [one] Une idée dit quelque chose de semblable. Regardez-la d’abord.
   *[other] { $count } idées disent quelque chose de semblable. Regardez-les d’abord.
 }
ideas-refused-own = On ne vote pas pour sa propre idée : chacun sait déjà que vous la souhaitez.
ideas-refused-no-votes-open = Cette idée ne reçoit pas de voix maintenant.
ideas-refused-no-votes-under-review = Cette idée ne reçoit pas de voix maintenant.
ideas-refused-no-votes-reviewed = Cette idée ne reçoit pas de voix maintenant.
ideas-refused-no-votes-in-the-works = Cette idée ne reçoit pas de voix maintenant.
ideas-refused-no-votes-launched = Cette idée est réalisée : il n’y a plus rien à voter.
ideas-refused-no-votes-exists-already = Cela existe déjà, le vote est donc terminé.
ideas-refused-no-votes-cannot-be-done = C’est impossible, le vote est donc terminé. Vous pouvez la prolonger.
ideas-refused-no-votes-closed = Cette idée est close. Vous pouvez la prolonger, ou demander aux modérateurs de la rouvrir.
ideas-refused-merged = Cette idée a été fusionnée et se poursuit dans une autre. Votez là-bas.
ideas-refused-not-published = Cette idée n’est pas encore publiée.
ideas-refused-step = De son état présent, une idée ne va pas là. Choisissez l’un des pas proposés.
ideas-refused-moved = Quelqu’un a fait avancer cette idée entre-temps. Regardez de nouveau.
ideas-refused-link-needed = Cette issue demande un lien, pour que chacun puisse voir par soi-même.
ideas-refused-link = Ce n’est pas un lien : il commence par https://, http:// ou / ici.
ideas-refused-ground-needed = Dites pourquoi c’est impossible.
ideas-refused-categories = Choisissez une à trois catégories.
ideas-refused-no-category = Ce n’est pas une catégorie de ce programme.
ideas-refused-category-taken = Cette adresse est prise par une autre catégorie.
ideas-refused-other-programme = Les deux idées appartiennent à deux programmes.
ideas-refused-with-itself = Une idée ne fusionne pas avec elle-même.
ideas-refused-merge-under-way = Une fusion de cette idée est déjà en cours.
ideas-refused-merge-state = Cette fusion n’est plus dans l’état voulu. Regardez de nouveau.
ideas-refused-not-a-supporter = Seuls ceux qui votent pour l’idée peuvent y garder leur voix.
ideas-refused-which = Dites quelle idée reste : choisissez-en une, ou donnez son titre tel qu’il y figure.
ideas-refused-reason = Dites pourquoi ; tous les intéressés le lisent.
ideas-refused-date-gone = Donnez un jour après aujourd’hui.
ideas-refused-published = Tout le monde voit déjà cette idée.
ideas-refused-nothing-made = Seul ce qui est en préparation ou réalisé a quelque chose à montrer.
ideas-refused-not-your-category = Cette idée n’est dans aucune de vos catégories.
ideas-refused-terms = Confirmez que ce sont vos propres mots et images.
ideas-refused-coauthor = Il n’y a personne à l’une de ces adresses.
ideas-refused-no-programme = Aucun programme ne recueille d’idées en ce moment.

ideas-note = Ce que tout le monde apprend
ideas-note-hint = Dites ce qui a été trouvé, ce qui suit et quand. Auteurs, votants et abonnés le lisent.
ideas-move-lede = Chaque pas a une note publique. Personne ne reste sans réponse.
ideas-stands-now = Elle est maintenant
ideas-from-now-on = Désormais elle est
ideas-ground = Pourquoi c’est impossible
ideas-ground-when = requis pour « impossible »
ideas-link = Un lien pour voir par soi-même
ideas-link-when = requis pour « existe déjà »
ideas-move-button = Le dire à tout le monde
ideas-leave-it = La laisser ainsi
ideas-closed-below = Close par la règle de ce tableau : { $points } points, c’est moins que { $threshold } après { $days ->
    [one] un jour
   *[other] { $days } jours
 }. On peut encore la lire et la prolonger, et un modérateur peut la rouvrir.

ideas-promise = Promettre de la regarder
ideas-promise-day = Pour quel jour
ideas-promise-words = Ce que vous promettez
ideas-promise-button = Le promettre
ideas-promise-kept = Tenue le { $when }.
ideas-promise-late = C’est en retard.
ideas-promised-on = Promis le { $when }.
ideas-by = d’ici au
ideas-partners = Partenaires d’idées
ideas-partner-of = partenaire d’idées, { $category }
ideas-partner-badge = partenaire d’idées
ideas-predates = Ce qui existait avant
ideas-evidence = la preuve
ideas-credit = Contributions et parts
ideas-moderate = Modérer
ideas-write-journal = Noter ce qui a été fait

ideas-queue-lede = { $n ->
    [0] Rien n’est nouveau pour vous.
    [one] Une idée est nouvelle pour vous.
   *[other] { $n } idées sont nouvelles pour vous.
 } La promesse la plus ancienne vient d’abord.
ideas-queue-empty = Rien ne vous attend
ideas-queue-empty-words = Les nouvelles idées de vos catégories arrivent ici, la promesse la plus ancienne d’abord.
ideas-queue-state = État
ideas-category = Catégorie
ideas-unread = Non lues
ideas-read = Lues
ideas-show = Montrer
ideas-answer-by = réponse promise d’ici au { $when }
ideas-say-something = Dire quelque chose
ideas-mark-read = Marquer comme lue
ideas-mark-unread = De nouveau non lue

ideas-categories-lede = Les catégories mènent les idées à ceux qui peuvent répondre. Chaque partenaire voit ce qui est nouveau dans les siennes.
ideas-answers-in = réponse promise en { $days ->
    [one] un jour
   *[other] { $days } jours
 }
ideas-retired = n’est plus utilisée
ideas-new-partner = Adresse de la page d’une personne
ideas-appoint = En faire un partenaire
ideas-end-partner = Y mettre fin
ideas-keep-category = Ajouter ou changer une catégorie
ideas-category-title = Titre
ideas-category-slug = Nom dans les adresses
ideas-category-slug-hint = Petites lettres, chiffres et traits d’union. Le nom d’une catégorie existante change celle-ci.
ideas-category-days = Jours dans lesquels une réponse est promise
ideas-category-retire = N’y plus rien mettre
ideas-category-button = Garder cette catégorie

ideas-merge-lede = Dites de quelle idée c’est la même. Un modérateur décide ; puis ceux qui la soutiennent ont { $days ->
    [0] aucun délai
    [one] un jour
   *[other] { $days } jours
 } pour garder leur voix où elle est. Ni les mots, ni les voix, ni les mérites de personne ne se perdent, et cela peut se défaire.
ideas-merge-title = Deux idées, une seule
ideas-merge-waits = Quelqu’un dit que cette idée est la même qu’une autre.
ideas-merge-look = Regarder les deux
ideas-merge-proposed = Proposée ; un modérateur doit décider.
ideas-merge-declined = Un modérateur les a laissées séparées.
ideas-merge-window = Décidée. Jusqu’au { $until }, on peut garder sa voix où elle est.
ideas-merge-merged = Fusionnées. { $votes ->
    [one] { $votes } voix déplacée
   *[other] { $votes } voix déplacées
 } ; { $aside ->
    [0] personne n’avait voté pour les deux
    [one] une personne avait voté pour les deux
   *[other] { $aside } personnes avaient voté pour les deux
 }. Cela peut se défaire.
ideas-merge-undone = La fusion a été défaite ; chaque idée a de nouveau ses propres voix et remarques.
ideas-merge-lapsed = L’une des deux est allée ailleurs avant, rien n’a donc été fusionné.
ideas-goes = Celle-ci s’en va
ideas-stays = Celle-ci reste
ideas-remarks = Remarques
ideas-union-title = Qui la soutiendra
ideas-union = { $from } et { $into } votants, dont { $both } sont les mêmes personnes : { $together } votants, { $points } points
ideas-union-rule = Si quelqu’un a voté pour les deux, sa voix sur l’idée qui reste compte ; l’autre est mise de côté et revient si la fusion est défaite.
ideas-which-stays = L’idée qui reste
ideas-which-hint = Son titre, ou son adresse dans votre navigateur.
ideas-which-other = Une autre
ideas-compare = comparer
ideas-why-together = Pourquoi elles vont ensemble
ideas-why-hint = Tous ceux qui ont écrit ou voté le lisent.
ideas-propose-button = Le proposer aux modérateurs
ideas-leave-apart = Les laisser séparées
ideas-moderator-said = Le modérateur a dit :
ideas-undone-because = Défaite parce que :
ideas-your-reason = Votre raison
ideas-accept-button = Accepter la fusion
ideas-decline-button = Les laisser séparées
ideas-undo-button = Défaire la fusion
ideas-you-move = Votre voix suit l’idée, sauf si vous la gardez ici.
ideas-keep-my-vote = Garder ma voix où elle est
ideas-you-stay = Votre voix reste où elle est.
ideas-move-with-it = La laisser partir finalement
ideas-merges = Fusions à décider
ideas-merges-lede = Les propositions d’abord, puis les paires qu’une importation a trouvées semblables. Des mots semblables ne veulent pas forcément dire la même chose.
ideas-merges-proposed = Proposées
ideas-merges-none = Rien n’est proposé.
ideas-merges-likely = Trouvées semblables
ideas-merges-none-likely = Aucune paire n’attend.
ideas-likeness = semblables à { $percent } % par leurs mots

ideas-in-action-heading = En action
ideas-in-action-lede = Ce que vous avez dit, fait. Le plus récent d’abord ; chaque nom est celui de quelqu’un dont les mots ou les mains y sont.
ideas-journal-empty = Rien n’est encore fait
ideas-journal-empty-words = Quand une idée est réalisée, ce qui en est né figure ici, avec les noms de tous ceux qui l’ont façonné.
ideas-journal-form-lede = Tous ceux dont les mots y sont sont nommés et prévenus : les auteurs, ceux des idées fusionnées, ceux de ce qu’elle prolonge, et ceux qui sont crédités.
ideas-journal-button = Le mettre au journal
ideas-what-was-made = Ce qui a été fait
ideas-made-by = Fait par
ideas-and-others = et { $n } autres
ideas-part-author = auteur
ideas-part-merged = auteur d’une idée fusionnée
ideas-part-ancestor = auteur de ce qu’elle prolonge
ideas-part-credited = crédité
ideas-part-carried = l’a menée à bien
ideas-world-eyes = Peu de gens les ont vues. Vous commencez chaque jour ailleurs ; les voix de personne ne sont montrées avant la vôtre.
ideas-world-because = Ce qui a changé grâce à vous
ideas-world-came-of-it = Ce que les idées sont devenues
ideas-world-all-action = Tout ce qui a été fait
ideas-world-story = Dit ici, puis fait.
ideas-journal-idea = L’idée d’où cela vient
ideas-not-shown = Pas encore visible de tous
ideas-not-shown-words = Vos brouillons, et ce que seules la modération et vous voyez. Chaque page permet de le montrer à tous.
ideas-world-people = { $n ->
    [one] par une personne
   *[other] par { $n } personnes
 }
ideas-my-export = Emporter vos idées et vos voix

ideas-notice-moved = « { $title } » a avancé.
ideas-notice-below = « { $title } » a été close : elle est restée sous le seuil. Vous pouvez la prolonger, ou demander à un modérateur de la rouvrir.
ideas-notice-promised = Quelqu’un a promis de regarder « { $title } ».
ideas-notice-journal = Quelque chose est né de « { $title } », et vous êtes nommé.
ideas-notice-merge-proposed = Quelqu’un dit que « { $title } » est la même qu’une autre idée. À vous de décider.
ideas-notice-merge-declined = « { $title } » a été laissée séparée de l’idée que vous aviez nommée.
ideas-notice-merge-window = « { $title } » va être fusionnée avec une autre idée. Vous pouvez garder votre voix où elle est.
ideas-notice-merged = « { $title } » a été fusionnée et se poursuit dans une autre idée.
ideas-notice-merged-into-yours = Une autre idée a été fusionnée avec « { $title } ».
ideas-notice-merge-undone = La fusion de « { $title } » a été défaite.

# On a person's page
ideas-shared-title = Idées partagées
ideas-shared-newest = Les { $n } plus récentes sont affichées.

ideas-permission-post = Partager une idée, et changer la sienne
ideas-permission-vote = Voter sur une idée, et revenir sur son vote
ideas-permission-propose-merge = Dire que deux idées sont la même
ideas-permission-moderate = Décider des fusions, les défaire ; voir ce qui est d’abord pour les modérateurs
ideas-permission-status = Dire où en est une idée, avec une note publique ; écrire le journal
ideas-permission-partner = Lire la file de ses catégories, promettre de regarder une idée
ideas-permission-configure = Tenir les catégories et leurs partenaires d’idées

ideas-setting-popular-half-life-days = Jours après lesquels un vote vaut la moitié dans « Populaires »
ideas-setting-threshold-points = Points sous lesquels une idée finit par être close
ideas-setting-threshold-days = Jours qu’a une idée pour les atteindre ; 0 ne clôt rien
ideas-setting-guaranteed-views = Personnes qui doivent avoir ouvert une idée avant qu’elle entre dans un classement
ideas-setting-merge-window-days = Jours pendant lesquels les soutiens peuvent garder leur vote hors d’une fusion
ideas-setting-points-per-vote = Points que vaut un vote

ideas-choose-title = Choisir des idées pour une consultation
ideas-choose-lede = Cochez ce dont on décidera. À la page suivante, vous dites comment on vote.
ideas-choose-status = Où elles en sont
ideas-choose-any-status = Où qu’elles en soient
ideas-choose-more = Ce qui est coché ici suit ; les idées des pages suivantes s’ajoutent par leur adresse.
ideas-choose-button = En faire une consultation
ideas-rounds = Consultations : ce qui se décide ensemble
