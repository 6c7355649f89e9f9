# Ce qu’une règle dit d’elle-même.
rounds-says-ballot-up-down = Vous dites pour chaque élément si vous êtes pour ou contre. Vous pouvez en laisser de côté.
rounds-says-ballot-stars = Vous donnez à chaque élément d’une à { $n } étoiles. Vous pouvez en laisser de côté.
rounds-says-ballot-pairwise = On vous montre deux éléments à la fois ; vous dites lequel est le meilleur, ou qu’aucun ne l’est.
rounds-says-ballot-max-diff = On vous montre { $n } éléments à la fois ; vous dites lequel est le meilleur et lequel le moins bon.
rounds-says-ballot-ranked = Vous mettez les éléments dans votre ordre. Plusieurs peuvent partager une place ; ceux que vous laissez de côté viennent après tous les autres.
rounds-says-ballot-budget = Vous marquez les éléments qui valent leur prix. Il y a { $money } à dépenser.
rounds-says-ballot-quadratic = Vous avez { $n } crédits pour voter pour ou contre des éléments. Une voix coûte un crédit, deux en coûtent quatre, trois en coûtent neuf : le carré.
rounds-says-ballot-cumulative = Vous avez { $n } points à répartir sur les éléments comme vous voulez.
rounds-says-ballot-opinions = Vous dites pour chaque affirmation si vous êtes d’accord, pas d’accord, ou si vous passez.
rounds-says-way-cautious-share = Les éléments sont classés par la part favorable, jugée avec prudence : de l’intervalle que les votes soutiennent à 95 pour cent, c’est le bas qui compte. Peu de votes prouvent peu.
rounds-says-way-cautious-mean = Les éléments sont classés par leur moyenne, jugée avec prudence : de l’intervalle que les étoiles soutiennent à 95 pour cent, c’est le bas qui compte. Peu d’étoiles prouvent peu, et les extrêmes pèsent moins.
rounds-says-way-bradley-terry = Les éléments sont classés par leur force, ajustée à toutes les comparaisons selon le modèle de Bradley et Terry : battre un élément fort compte plus que battre un faible.
rounds-says-way-utilities = Les éléments sont classés par leur valeur, ajustée au nombre de fois où chacun fut le meilleur et le moins bon parmi ceux montrés avec lui.
rounds-says-way-schulze = Les éléments sont comparés deux à deux sur tous les classements, par la méthode de Schulze. Qui bat tous les autres gagne ; où les comparaisons tournent en rond, la plus faible cède.
rounds-says-way-run-off = L’élément qui a le moins de premières places sort, et ses bulletins vont à leur choix suivant, jusqu’à ce qu’un élément ait plus de la moitié.
rounds-says-way-transferable = Les places sont attribuées en proportion par un vote unique transférable : ce qu’un élément a de plus que les voix nécessaires va au choix suivant, comme les voix du dernier élément.
rounds-says-way-greedy = L’élément qui a le plus de voix est acheté d’abord, puis le suivant qui tient encore dans le budget.
rounds-says-way-shares-by-cost = Chacun a une part égale de l’argent. Les soutiens d’un élément le paient ensemble, en commençant par celui qui coûte à chacun le moins pour sa taille. Le reste va aux éléments les plus soutenus qui tiennent encore.
rounds-says-way-votes = Les voix obtenues par un élément sont additionnées, celles contre sont retirées.
rounds-says-places = { $n ->
    [one] Un élément gagne. Un élément que personne n’a jugé ne le peut pas.
   *[other] { $n } éléments gagnent. Un élément que personne n’a jugé ne le peut pas.
 }
rounds-says-who-everybody = « { $name } » : toute personne qui a un compte et n’est dans aucun autre groupe.
rounds-says-who-members = « { $name } » : toute personne qui n’est ni de l’équipe ni partenaire.
rounds-says-who-staff = « { $name } » : toute l’équipe.
rounds-says-who-partners = « { $name } » : tous les partenaires.
rounds-says-who-part = « { $name } » : { $part ->
    [owner] la personne responsable du programme.
    [moderator] les personnes qui modèrent le programme.
    [partner] les partenaires du programme.
    [observer] les personnes qui observent le programme.
   *[contributor] toutes les personnes qui ont rejoint le programme.
 }
rounds-says-who-named = « { $name } » : { $n ->
    [one] une personne nommée.
   *[other] { $n } personnes nommées.
 }
rounds-says-joined-before = Dans « { $name } » ne comptent que les comptes qui existaient avant { $at }.
rounds-says-small = « { $name } » a moins de cinq personnes. Qui les connaît pourra deviner dans le procès-verbal qui a voté quoi.
rounds-says-together = Toutes les voix comptent de même, quel que soit le groupe.
rounds-says-each-must-pass = Un élément ne peut gagner que s’il atteint { $share } pour cent dans chaque groupe.
rounds-says-seats = { $n ->
    [one] Une place est attribuée par les votes de « { $name } ».
   *[other] { $n } places sont attribuées par les votes de « { $name } ».
 }
rounds-says-seats-order = Les groupes attribuent leurs places dans cet ordre ; ce que l’un a choisi, le suivant ne le choisit plus.
rounds-says-weight = L’avis de « { $name } » compte pour { $share } pour cent, quel que soit le nombre de votes.
rounds-says-conflict-own-item = Personne ne vote sur ce qu’il a fait soi-même.
rounds-says-conflict-whole-ballot = Qui a fait l’un des éléments ne vote pas ici.
rounds-says-schedule = Les votes sont pris du { $opens } au { $closes }.
rounds-says-changes = Vous pouvez changer ou reprendre votre vote jusqu’à la fin. Personne ne voit comment vous avez voté, pas même l’équipe ; le procès-verbal ne nomme personne.
rounds-says-guarantee = { $n ->
    [one] Chaque élément reçoit un jugement avant que quiconque voie un compte ou un ordre.
   *[other] Chaque élément reçoit { $n } jugements avant que quiconque voie un compte ou un ordre.
 }
rounds-says-counts-open = Les comptes sont ouverts à tous.
rounds-says-counts-after-voting = Vous voyez les comptes quand vous avez voté, ou quand le vote est terminé.
rounds-says-counts-after-closing = Personne ne voit les comptes avant la fin du vote.
rounds-says-authors-hidden = Qui a fait un élément n’est pas montré tant que les votes sont pris.
rounds-says-ties-lots = Les égalités sont départagées par tirage au sort. Ce dont le tirage provient fut fixé d’avance : son empreinte est montrée maintenant, lui-même à la fin.
rounds-says-ties-order = Les égalités sont départagées par l’ordre des éléments tel qu’il est ici.
rounds-says-suspects = Les votes donnés au même pas sont montrés aux modérateurs, avec ce qu’ils pèsent. Rien n’en suit de soi-même ; les personnes concernées sont averties et peuvent répondre.
rounds-says-decides = Le résultat décide : { $what }
rounds-says-advises = Le résultat est un avis sur : { $what } Qui décide peut choisir autrement, et doit alors le dire et dire pourquoi.
rounds-says-decider-owner = La personne responsable du programme porte la décision et en donne la raison.
rounds-says-decider-staff = Une personne de l’équipe porte la décision et en donne la raison.
rounds-says-decider-partner = Un partenaire porte la décision et en donne la raison.
rounds-says-record = À la fin il y a un procès-verbal avec chaque vote sous un jeton au lieu d’un nom. Tout le monde peut le recompter.
rounds-says-appeal = Si vos votes sont laissés hors du compte, on vous dit pourquoi, et vous pouvez faire appel à un autre modérateur du programme.

# Les règles qui se contredisent.
rounds-contradiction-question = Posez la question en une ligne, de 300 caractères au plus.
rounds-contradiction-items = Un tour de cette sorte porte sur { $least } à { $most } éléments.
rounds-contradiction-places = Il y a { $items } éléments : au moins un gagne, et pas plus qu’il n’y en a.
rounds-contradiction-places-budget = Où l’on donne de l’argent, c’est l’argent qui dit combien d’éléments gagnent. Laissez le nombre de places à zéro.
rounds-contradiction-levels = Une échelle a de deux à dix étoiles.
rounds-contradiction-set = Un ensemble a de trois à six éléments.
rounds-contradiction-run-off = Un tour à élimination attribue une place. Pour plusieurs, choisissez le vote transférable.
rounds-contradiction-currency = Donnez la monnaie par ses trois lettres, comme EUR.
rounds-contradiction-costs = Chacun des { $items } éléments a besoin de son coût.
rounds-contradiction-cost = Un coût est plus que rien.
rounds-contradiction-limit = L’argent n’achèterait pas l’élément le moins cher.
rounds-contradiction-credits = Donnez à chacun entre 1 et 10 000 à dépenser.
rounds-contradiction-strata = Dites qui vote : d’un à { $most } groupes.
rounds-contradiction-stratum-name = Chaque groupe a besoin d’un nom de 60 caractères au plus.
rounds-contradiction-stratum-twice = Deux groupes ont le même nom.
rounds-contradiction-stratum-same = Deux groupes sont des mêmes personnes.
rounds-contradiction-nobody-named = Un groupe de personnes nommées en a besoin d’au moins une.
rounds-contradiction-named = Des personnes sont nommées pour un groupe qui n’est pas de personnes nommées.
rounds-contradiction-nobody = Personne ne pourrait voter.
rounds-contradiction-stratum-empty = L’un des groupes est vide, de sorte qu’il ne peut ni consentir ni choisir.
rounds-contradiction-share-method = Avec cette sorte de bulletin, un élément n’a pas de part qui puisse atteindre un seuil.
rounds-contradiction-share = Le seuil est au-dessus de rien et va jusqu’à 100 pour cent.
rounds-contradiction-seats-budget = Où l’on donne de l’argent, il n’y a pas de places à partager.
rounds-contradiction-seats-each = Chacun des { $strata } groupes attribue au moins une place.
rounds-contradiction-seats = Les groupes attribuent ensemble { $seats } places, mais { $places } éléments gagnent.
rounds-contradiction-weights-method = Les chiffres de cette sorte de bulletin ne se moyennent pas entre groupes.
rounds-contradiction-weights-each = Chacun des { $strata } groupes a besoin de son poids.
rounds-contradiction-weights = Les poids font { $sum } points de base sur 10 000. Ils doivent faire 100 pour cent exactement.
rounds-contradiction-own-item = Ici un bulletin parle de tous les éléments, de sorte que personne ne peut laisser le sien de côté. Que les auteurs ne votent pas du tout, ou que chacun vote sur tout.
rounds-contradiction-closes = Le vote finit avant de commencer.
rounds-contradiction-guarantee = Avec ces votants, un élément ne peut pas recevoir plus de { $most } jugements.
rounds-contradiction-suspects-minutes = Donnez un nombre pair de minutes, de deux à une semaine.
rounds-contradiction-suspects = La ressemblance est au-dessus de rien et va jusqu’à 100 pour cent ; au moins deux actes en commun et deux personnes font un cercle.
rounds-contradiction-decides = Dites en une ligne ce que le résultat décide, en 300 caractères au plus.

# Ce qui est refusé.
rounds-refused-state-draft = Ce tour est encore en cours d’écriture.
rounds-refused-state-open = Ce tour est ouvert ; sa règle tient.
rounds-refused-state-closed = Ce tour est terminé.
rounds-refused-state-decided = Ce tour est décidé.
rounds-refused-state-published = Ce tour est décidé et son procès-verbal est public.
rounds-refused-state-withdrawn = Ce tour fut abandonné avant de s’ouvrir.
rounds-refused-programme = Le programme n’est pas ouvert, donc aucun tour ne peut s’y ouvrir.
rounds-refused-item = Un élément est nommé deux fois, fut réuni à un autre, ou appartient à un autre programme.
rounds-refused-person = Personne ici n’est la personne nommée, ou elle est nommée pour un groupe qui n’existe pas.
rounds-refused-closes-gone = Cette fin est déjà passée.
rounds-refused-closes-earlier = Un tour ouvert ne peut finir que plus tard qu’annoncé.
rounds-refused-not-yet = Les votes sont pris à partir du { $opens }.
rounds-refused-over = Le vote est terminé.
rounds-refused-no-elector = Vous n’êtes pas parmi les votants. Qui peut voter fut fixé à l’ouverture du tour.
rounds-refused-excluded = Vos votes sont laissés hors du compte. On vous a dit pourquoi, et vous pouvez faire appel.
rounds-refused-own-item = C’est le vôtre.
rounds-refused-not-dealt = Ce n’est pas ce qu’on vous a montré. Répondez à ce qu’on vous montre, ou passez.
rounds-refused-nothing-there = Il n’y a pas de vote de vous à reprendre.
rounds-refused-nothing-changed = Rien ne changerait.
rounds-refused-reason = Dites pourquoi, en une phrase que les personnes concernées peuvent comprendre.
rounds-refused-token = Personne ne vote ici sous ce jeton.
rounds-refused-excluded-already = Ce jeton est déjà exclu.
rounds-refused-no-suspects = La règle de ce tour ne cherche pas de votes au même pas.
rounds-refused-nothing-to-appeal = Rien ne fut décidé ici dont on puisse faire appel.
rounds-refused-appealed-already = Votre appel attend. Un autre modérateur le regardera.
rounds-refused-another-steward = Vous avez pris cette décision, donc un autre modérateur regarde l’appel.
rounds-refused-appeals-wait = { $n ->
    [one] Un appel attend. Il passe d’abord.
   *[other] { $n } appels attendent. Ils passent d’abord.
 }
rounds-refused-not-the-decider = La règle nomme une autre personne pour décider.
rounds-refused-choice = Le choix nomme quelque chose deux fois, ou quelque chose qui n’est pas ici.
rounds-refused-result-decides = Dans ce tour c’est le résultat qui décide. Le choix doit être le résultat.
rounds-refused-not-closed = Le procès-verbal est là quand le vote est terminé.
rounds-refused-not-public = Le procès-verbal n’est pas encore public.

rounds-answer-kind = Cela répond à une autre sorte de question.
rounds-answer-item = Il n’y a pas de tel élément ici.
rounds-answer-twice = Un élément est nommé deux fois.
rounds-answer-empty = Dites quelque chose, ou reprenez votre vote.
rounds-answer-stars = L’échelle n’a pas ce nombre d’étoiles.
rounds-answer-choice = Choisissez parmi ce qu’on vous a montré ; le meilleur et le moins bon sont deux.
rounds-answer-size = On vous a montré un autre nombre d’éléments.
rounds-answer-overspent = C’est plus que ce que vous avez.
rounds-answer-against = Ici on ne vote que pour des éléments, pas contre.
rounds-answer-slot = Il n’y a pas de telle question ici.

# Ce qu’on dit aux gens.
rounds-notice-opened = On demande votre avis : « { $question } »
rounds-notice-amended = Quelque chose a changé dans « { $question } », où vous avez voté
rounds-notice-closed = Le résultat de « { $question } » est là
rounds-notice-decided = « { $question } » est décidé : { $reason }
rounds-notice-in-step = Dans « { $question } » vos votes sont venus au même pas que d’autres. Rien n’en suit de soi-même ; vous pouvez en dire quelque chose.
rounds-notice-excluded = Dans « { $question } » vos votes sont laissés hors du compte : { $reason }. Vous pouvez faire appel.
rounds-notice-appeal = Quelqu’un fait appel dans « { $question } »
rounds-notice-appeal-upheld = Un autre modérateur a donné raison à votre appel dans « { $question } » : { $reason }
rounds-notice-appeal-declined = Un autre modérateur a regardé votre appel dans « { $question } », et la décision tient : { $reason }

rounds-permission-open = Préparer, ouvrir, amender, clore et publier des tours
rounds-permission-vote = Voter aux tours dont on est électeur, et faire appel
rounds-permission-steward = Chercher des votes à l’unisson, écarter des bulletins avec un motif, juger les appels
rounds-permission-decide = Décider après un tour, là où sa règle le prévoit

# pages
rounds-nav = Consultations
rounds-title = Consultations
rounds-title-in = Consultations de
rounds-title-of = Consultations : { $programme }
rounds-lede = Ici un groupe décide, selon une règle fixée d’avance, avec un procès-verbal que chacun peut recompter.
rounds-where = Où vous êtes
rounds-tabs = Consultations selon leur état
rounds-tab-all = Toutes
rounds-tab-draft = Brouillons
rounds-tab-open = Ouvertes
rounds-tab-closed = Comptées
rounds-tab-decided = Décidées
rounds-tab-published = Publiées
rounds-more = Autres consultations
rounds-none = Aucune consultation ici
rounds-none-words = Quand quelque chose se décide ensemble, cela se trouve ici, et qui peut voter en est averti.
rounds-none-open = Choisissez des idées au tableau et ouvrez une consultation, ou commencez-en une ici.
rounds-how-to-open = Pour ouvrir une consultation, choisissez sur quoi elle porte au tableau de son programme.
rounds-new = Commencer une consultation
rounds-when-from = dès le
rounds-when-until = jusqu’au
rounds-when-ended = finie le
rounds-state-draft = Brouillon
rounds-state-soon = Ouvre bientôt
rounds-state-open = Ouverte
rounds-state-closed = Comptée
rounds-state-decided = Décidée
rounds-state-published = Décidée, procès-verbal public
rounds-state-withdrawn = Abandonnée
rounds-from = dès le { $at }
rounds-until = jusqu’au { $at }
rounds-items = { $n ->
    [one] Sur quoi elle porte
   *[other] Sur quoi elle porte : { $n } éléments
 }
rounds-items-short = { $n ->
    [one] { $n } élément
   *[other] { $n } éléments
 }
rounds-voters-short = { $n ->
    [one] { $n } personne
   *[other] { $n } personnes
 }
rounds-voters-of = { $n ->
    [one] sur une personne ont voté
   *[other] sur { $n } personnes ont voté
 }
rounds-item = Élément
rounds-item-unseen = Élément { $n }, que vous ne pouvez pas voir
rounds-decimal = { $whole },{ $part }
rounds-money = { $amount } { $currency }
rounds-back = Retour
rounds-optional = facultatif
rounds-about = À propos de cette consultation
rounds-live-lost = La connexion est perdue ; les chiffres peuvent dater.

rounds-method-up-down = Pour ou contre
rounds-method-up-down-about = Une voix par élément, pour ou contre. Bien pour un premier tri.
rounds-method-stars = Étoiles
rounds-method-stars-about = Chaque élément reçoit des étoiles. Bien quand on connaît chacun.
rounds-method-opinions = D’accord, pas d’accord, sans avis
rounds-method-opinions-about = Une affirmation après l’autre. Montre ce que tous partagent et quels groupes il y a.
rounds-method-pairwise = Deux à la fois
rounds-method-pairwise-about = Lequel des deux est le meilleur ? Facile sur un téléphone, bien pour beaucoup d’éléments.
rounds-method-max-diff = Le meilleur et le moins bon
rounds-method-max-diff-about = Le meilleur et le moins bon parmi quelques-uns. Dit aussi de combien.
rounds-method-ranked = Son propre ordre
rounds-method-ranked-about = Chacun classe les éléments. Bien jusqu’à dix.
rounds-method-budget = Dépenser une somme
rounds-method-budget-about = Quels éléments valent leur prix ? La somme dit combien gagnent.
rounds-method-quadratic = Voix quadratiques
rounds-method-quadratic-about = Des crédits pour et contre, où tenir fort à quelque chose coûte plus.
rounds-method-cumulative = Points à répartir
rounds-method-cumulative-about = Chacun répartit les mêmes points entre les éléments.

rounds-done-kept = Votre vote est gardé.
rounds-done-back = Votre vote est repris.
rounds-done-drafted = Le brouillon est gardé. Lisez comment les voix compteront, puis ouvrez.
rounds-done-changed = Le brouillon est changé.
rounds-done-opened = La règle est scellée et la consultation ouverte.
rounds-done-closed = Le vote est fini et les voix sont comptées.
rounds-done-decided = C’est décidé. Qui a voté en est averti.
rounds-done-published = Le procès-verbal est public.
rounds-done-amended = C’est modifié. Qui a voté en est averti.
rounds-done-appealed = Un autre modérateur va regarder. Vous saurez ce qu’il en est.
rounds-elsewhere-words = Ce tour a eu lieu ailleurs ({ $from }) et a été repris une fois terminé. Qui le recompte compte les bulletins repris. Qui a répondu de nouveau à une question est compté comme une personne de plus à chaque fois.
rounds-draft-words = C’est un brouillon. Tout peut changer jusqu’à l’ouverture ; ensuite la règle tient.
rounds-withdrawn-words = Cette consultation a été abandonnée avant de s’ouvrir. Personne n’a voté.
rounds-soon-words = La règle est scellée. On vote dès le { $at }.
rounds-ended-words = Le vote est fini. On compte les voix ; revenez dans une minute.
rounds-excluded = Vos voix ne sont pas comptées
rounds-excluded-words = Un modérateur les a écartées, pour cette raison :
rounds-in-report = Un rapport dit que vos votes vont au pas avec ceux d’autres. Rien n’en découle tout seul. Si c’est faux, dites-le.
rounds-appeal-words = Dites ce qui n’est pas juste
rounds-appeal-hint = Un autre modérateur que celui qui a décidé vous lit et répond avec une raison.
rounds-appeal-button = Faire appel
rounds-appeal-waiting = Votre appel attend un autre modérateur.
rounds-appeal-upheld = Un autre modérateur vous a donné raison.
rounds-appeal-declined = Un autre modérateur a regardé votre appel, et la décision tient.
rounds-your-ballot = Votre vote
rounds-changeable = Vous pouvez le changer jusqu’au { $at }.
rounds-no-ballot = Vous n’êtes pas de ceux qui votent ici. La liste a été dressée quand la règle a été scellée.
rounds-no-ballot-visitor = Pour voter ici, il faut un compte.
rounds-sign-in = Se connecter
rounds-progress-items = Vous en avez jugé { $n } sur { $of }.
rounds-progress-pairs = { $n ->
    [0] Vous n’avez encore rien comparé.
    [one] Vous avez comparé une paire.
   *[other] Vous avez comparé { $n } paires.
 }
rounds-progress-sets = { $n ->
    [0] Vous n’avez encore rien répondu.
    [one] Vous avez répondu une fois.
   *[other] Vous avez répondu { $n } fois.
 }
rounds-progress-none = Vous n’avez pas encore voté.
rounds-progress-whole = Vous avez voté.
rounds-standing = Où on en est
rounds-hidden-not-open = Rien n’est compté avant l’ouverture.
rounds-hidden-until-looks = Personne ne voit encore de chiffres, pour que personne ne suive les autres : d’abord chaque élément reçoit { $n ->
    [one] un jugement
   *[other] { $n } jugements
 }. Celui qui en a le moins en a { $looks }.
rounds-hidden-until-you-vote = Vous verrez où on en est après avoir voté, ou à la fin du vote le { $at }. Ainsi chacun juge par soi-même.
rounds-hidden-until-closed = Personne ne voit où on en est avant la fin du vote le { $at }, pas même le personnel.
rounds-guarantee-progress = Chaque élément a { $looks } des { $n } jugements qu’il reçoit avant qu’on voie un chiffre
rounds-decision = La décision
rounds-chose = a choisi
rounds-differs = Ce n’est pas ce que le compte a mis en tête. La raison dit pourquoi.
rounds-as-counted = C’est le résultat du compte.
rounds-amendments = Ce qui a été modifié
rounds-amended-question = Question
rounds-amended-closes = Fin
rounds-amended-decider = Qui décide
rounds-care = Ce que vous pouvez faire
rounds-open-button = Sceller la règle et ouvrir
rounds-open-hint = Dresse la liste de qui vote. Dès lors la règle tient.
rounds-decide-link = Décider
rounds-publish-button = Publier le procès-verbal
rounds-publish-hint = Chacun pourra alors le lire et le recompter.
rounds-change-link = Changer le brouillon
rounds-amend-link = Modifier, avec une raison
rounds-close-link = Finir le vote maintenant
rounds-steward-link = Votes au pas, exclusions, appels
rounds-withdraw-button = Abandonner le brouillon
rounds-how = Comment les voix comptent
rounds-owner = Responsable du programme :
rounds-electors = Qui peut voter
rounds-record = Le procès-verbal
rounds-record-words = La règle, les votants sans noms, chaque vote, le résultat et la décision ; chaque entrée est scellée par la précédente.
rounds-record-link = Télécharger le procès-verbal
rounds-record-recount = Recomptez-le sur votre ordinateur ; il écrit le même fichier, ou dit ce qui diffère :
rounds-record-token = Vos votes s’y trouvent sous le numéro { $token }. Personne d’autre ne l’apprend.
rounds-record-later = À la fin du vote, un procès-verbal dira tout, sans noms. Ce dont on tire au sort est déjà fixé ; en voici le sceau.
rounds-record-unpublished = Le procès-verbal n’est pas encore public. Qui pouvait voter peut le lire.
rounds-commitment = Sceau du tirage
rounds-head = Dernier sceau

rounds-say-up = Pour
rounds-say-down = Contre
rounds-say-agree = D’accord
rounds-say-disagree = Pas d’accord
rounds-say-pass = Sans avis
rounds-own-item = C’est à vous, donc vous ne votez pas là-dessus.
rounds-take-back = Reprendre
rounds-stars-for = Étoiles pour { $title }
rounds-stars-unit = { $n ->
    [one] étoile
   *[other] étoiles
 }
rounds-stars-keep = Donner
rounds-more-items = Autres éléments
rounds-earlier-items = Éléments précédents
rounds-later-items = Éléments suivants
rounds-this-one = Celui-ci
rounds-neither = Aucun n’est meilleur
rounds-another-pair = Une autre paire
rounds-pairs-done = Il ne reste plus de paire pour vous. Merci de les avoir toutes comparées.
rounds-pair-of = { $one } ou { $other }
rounds-before = { $n ->
    [one] Ce que vous avez dit : une réponse
   *[other] Ce que vous avez dit : { $n } réponses
 }
rounds-best = Le meilleur
rounds-worst = Le moins bon
rounds-set-keep = Je le vois ainsi
rounds-another-set = D’autres
rounds-sets-done = Il ne vous reste rien à comparer. Merci.
rounds-set-said = Sur { $n } : le meilleur { $best }, le moins bon { $worst }
rounds-ranked-hint = Donnez 1 au meilleur. Le même numéro veut dire égaux ; sans numéro, un élément passe après tous les autres.
rounds-rank-of = Rang de { $title }
rounds-unranked = sans numéro
rounds-ranked-keep = Garder mon ordre
rounds-budget-hint = Cochez tout ce qui vaut son prix pour vous. Il y a { $limit } ; vous pouvez cocher plus que cela n’achète, le compte dit ce qui tient.
rounds-worth-it = Vaut son prix
rounds-budget-sum = Ce que vous avez coché coûte
rounds-budget-keep = Garder mon choix
rounds-of-total = sur { $total }
rounds-quadratic-hint = Vous avez { $n } crédits. Une voix coûte 1, deux coûtent 4, trois coûtent 9. Un nombre négatif vote contre.
rounds-cumulative-hint = Vous avez { $n } points. Chaque voix coûte un point.
rounds-votes-for = Voix pour { $title }
rounds-costs = coûte
rounds-next-costs = la suivante
rounds-next-costs-one = chacune coûte un point
rounds-spent = Vous avez dépensé
rounds-points-keep = Garder mes voix
rounds-answer-number = Une voix est un nombre entier.
rounds-answer-both = Choisissez le meilleur et le moins bon.

rounds-result = Le résultat
rounds-counted-from = { $n ->
    [0] Personne n’a voté.
    [one] Compté d’après les voix d’une personne.
   *[other] Compté d’après les voix de { $n } personnes.
 }
rounds-standing-note = Les égaux ne sont pas encore départagés ; rien n’est définitif avant la fin du vote.
rounds-nobody-chosen = Rien n’a été choisi.
rounds-counted-first = { $n ->
    [one] En tête du compte :
   *[other] En tête du compte, dans l’ordre :
 }
rounds-runner-up = Le suivant :
rounds-next-best = Le suivant
rounds-won = Gagne
rounds-tied = À égalité, départagés par la règle : { $items }.
rounds-passing = Atteignent le seuil dans chaque groupe :
rounds-result-spent = Ensemble, ils coûtent { $spent } sur { $limit }.
rounds-answers-unit = { $n ->
    [one] réponse
   *[other] réponses
 }
rounds-between = entre { $low } et { $high }
rounds-between-percent = entre { $low } et { $high } %
rounds-unit-percent-sure = % au moins sont pour
rounds-unit-percent = %
rounds-unit-stars-sure = { $n ->
    [one] étoile au moins
   *[other] étoiles au moins
 }
rounds-unit-chance = % de chances d’être préféré à un élément moyen
rounds-unit-stars = { $n ->
    [one] étoile
   *[other] étoiles
 }
rounds-unit-people = { $n ->
    [one] personne
   *[other] personnes
 }
rounds-unit-net = de plus pour que contre
rounds-unit-others = { $n ->
    [one] autre battu
   *[other] autres battus
 }
rounds-unit-points = { $n ->
    [one] point
   *[other] points
 }
rounds-unit-credits = { $n ->
    [one] crédit
   *[other] crédits
 }
rounds-unit-votes = { $n ->
    [one] voix
   *[other] voix
 }
rounds-unit-balance = meilleur moins pire, chaque fois que montré
rounds-spread-up-down = { $high } pour, { $low } contre
rounds-spread-opinions = { $high } d’accord, { $middle } sans avis, { $low } pas d’accord
rounds-spread-pairwise = gagné { $high }, égal { $middle }, perdu { $low }
rounds-spread-max-diff = meilleur { $high } fois, ni l’un ni l’autre { $middle }, moins bon { $low }
rounds-spread-ranked = { $high } pour, { $low } contre
rounds-spread-budget = vaut son prix pour { $high }
rounds-spread-quadratic = { $high } pour, { $low } contre
rounds-spread-cumulative = points de { $high }
rounds-spread-stars = { $stars ->
    [one] une étoile
   *[other] { $stars } étoiles
 } : { $n }
rounds-rest = { $n ->
    [one] Encore un élément
   *[other] Encore { $n } éléments
}
rounds-sides = Les groupes côte à côte
rounds-small-cell = moins de cinq personnes
rounds-not-told = non dit
rounds-others = Les mêmes voix selon d’autres règles
rounds-others-words = La règle était fixée d’avance, donc cela ne change rien. Cela montre ce qui tient à la règle.
rounds-same-result = même résultat
rounds-other-result = autre résultat
rounds-groups = Groupes d’opinion
rounds-groups-words = Des gens qui répondent de même. On n’a demandé à personne qui il est ; les groupes ne viennent que des réponses.
rounds-map = Carte de { $n } groupes d’opinion. Ce que chacun défend est dit au-dessous.
rounds-map-words = Chaque point est une place : plus deux points sont proches, plus les réponses se ressemblent ; plus un point est grand, plus il y a de monde. Les directions n’ont pas de nom.
rounds-group = Groupe { $letter }
rounds-group-small = Trop peu de monde pour dire ce qu’ils défendent.
rounds-group-agrees = { $n } % d’accord :
rounds-group-disagrees = { $n } % pas d’accord :
rounds-shared = Ce que tous partagent le plus
rounds-shared-share = { $n } % à travers les groupes
rounds-way-cautious-share = Part des pour, jugée avec prudence
rounds-way-cautious-share-about = Le bas de la fourchette que les voix permettent.
rounds-way-share = Simple part des pour
rounds-way-share-about = Les pour parmi ceux qui prennent parti, si peu qu’ils soient.
rounds-way-net = Pour moins contre
rounds-way-net-about = On retire les contre des pour.
rounds-way-supporters = Nombre de soutiens
rounds-way-supporters-about = Combien sont pour, quoi que disent les autres.
rounds-way-consensus = Accord à travers les groupes
rounds-way-consensus-about = Élevé seulement là où chaque groupe est d’accord.
rounds-way-cautious-mean = Moyenne des étoiles, jugée avec prudence
rounds-way-cautious-mean-about = Le bas de la fourchette que les étoiles permettent.
rounds-way-mean = Simple moyenne
rounds-way-mean-about = La moyenne des étoiles, si peu qu’il y en ait.
rounds-way-bayesian-mean = Moyenne ramenée vers le milieu
rounds-way-bayesian-mean-about = Tant qu’il y a peu d’étoiles, la moyenne de tous compte aussi.
rounds-way-median = La note du milieu
rounds-way-median-about = La moitié a donné plus, la moitié moins.
rounds-way-bradley-terry = Force d’après toutes les comparaisons
rounds-way-bradley-terry-about = Battre un fort compte plus que battre un faible.
rounds-way-win-rate = Part des comparaisons gagnées
rounds-way-win-rate-about = Combien de fois il gagne, contre qui que ce soit.
rounds-way-net-wins = Gagnées moins perdues
rounds-way-net-wins-about = Les comparaisons gagnées, moins les perdues.
rounds-way-duels-won = Autres battus
rounds-way-duels-won-about = Combien d’autres il bat plus souvent qu’à son tour.
rounds-way-utilities = Valeur d’après meilleur et moins bon
rounds-way-utilities-about = Ajustée au nombre de fois où chacun fut le meilleur ou le moins bon parmi ceux montrés.
rounds-way-best-less-worst = Meilleur moins pire
rounds-way-best-less-worst-about = Fois le meilleur, moins fois le moins bon, par fois montré.
rounds-way-best-only = Le meilleur seulement
rounds-way-best-only-about = Combien de fois il fut le meilleur quand on le montrait.
rounds-way-implied-pairs = Comparaisons qui en découlent
rounds-way-implied-pairs-about = Le meilleur bat tous ceux montrés, et tous battent le moins bon.
rounds-way-schulze = Deux à deux, méthode de Schulze
rounds-way-schulze-about = Qui bat tous les autres gagne ; s’ils tournent en rond, la comparaison la plus faible cède.
rounds-way-run-off = Éliminations successives
rounds-way-run-off-about = Le dernier sort et ses voix passent au suivant, jusqu’à plus de la moitié.
rounds-way-first-places = Premières places seulement
rounds-way-first-places-about = Seul compte ce que chacun met en tête.
rounds-way-borda = Points par rang
rounds-way-borda-about = Un point pour chaque autre placé après.
rounds-way-transferable = Vote transférable
rounds-way-transferable-about = Des places en proportion ; ce dont on n’a pas besoin passe au choix suivant.
rounds-way-meek = Vote transférable selon Meek
rounds-way-meek-about = La même idée, recomptée après chaque changement.
rounds-way-greedy = Le plus de voix d’abord
rounds-way-greedy-about = On achète celui qui a le plus de voix, puis le suivant qui tient.
rounds-way-greedy-by-price = Le plus de voix pour le prix d’abord
rounds-way-greedy-by-price-about = Les éléments bon marché avec beaucoup de voix passent d’abord.
rounds-way-shares-by-cost = Parts égales
rounds-way-shares-by-cost-about = Chacun a la même part de la somme, et les soutiens paient ensemble ; les éléments chers comptent plus.
rounds-way-shares-by-number = Parts égales, tous pareils
rounds-way-shares-by-number-about = Comme les parts égales, mais un élément cher ne vaut pas plus qu’un autre.
rounds-way-votes = Somme des voix
rounds-way-votes-about = On additionne toutes les voix.
rounds-way-credits = Somme des crédits
rounds-way-credits-about = Ce qu’on a dépensé pour, moins ce qu’on a dépensé contre.
rounds-way-net-supporters = Gens pour moins gens contre
rounds-way-net-supporters-about = Chacun compte une fois, quoi qu’il ait dépensé.
rounds-way-roots = Beaucoup de petites parts
rounds-way-roots-about = Beaucoup qui donnent un peu comptent plus que quelques-uns qui donnent beaucoup.
rounds-way-capped = Points plafonnés
rounds-way-capped-about = Personne ne compte pour plus d’un cinquième de ses points sur un élément.

rounds-close-title = Finir le vote maintenant ?
rounds-close-words = Il était annoncé jusqu’au { $at }. Si vous le finissez, on compte aussitôt et personne ne peut plus changer son vote.
rounds-close-short = Tous les éléments n’ont pas les jugements garantis : celui qui en a le moins en a { $looks } sur { $n }.
rounds-close-button = Finir le vote et compter
rounds-decide-title = Décider
rounds-decide-free = Le résultat est un conseil. Vous pouvez choisir autrement ; votre raison doit alors dire pourquoi, et le procès-verbal montre que cela diffère.
rounds-decide-bound = Dans cette consultation le résultat décide, donc le choix est le résultat. Vous le mettez en œuvre et dites la suite.
rounds-decide-choice = Ce qui est choisi
rounds-decide-counted = en tête du compte
rounds-decide-reason = La raison
rounds-decide-reason-hint = Tout le monde la lit, avec votre nom. Dites ce qui a décidé pour vous, et la suite.
rounds-decide-button = Décider, et avertir qui a voté
rounds-amend-title = Modifier une consultation ouverte
rounds-amend-lede = Seuls la formulation, une fin plus tardive et qui décide peuvent encore changer. Qui a voté en est averti, et le procès-verbal garde ce qui était avant.
rounds-amend-closes = Une fin plus tardive
rounds-amend-reason = Pourquoi
rounds-amend-reason-hint = Une ligne que reçoit qui a voté.
rounds-amend-button = Modifier, et avertir qui a voté
rounds-steward-title = Votes au pas, exclusions, appels
rounds-steward-lede = Personne ne voit ici qui a voté quoi. Les gens sont des numéros, et rien ne découle tout seul d’un rapport.
rounds-appeals = Appels
rounds-appeals-none = Aucun appel n’attend.
rounds-appeal-against = contre la décision de
rounds-appeal-reason = Votre réponse, que la personne lit
rounds-appeal-uphold = La personne a raison
rounds-appeal-decline = La décision tient
rounds-token = Numéro { $token }
rounds-token-excluded = écarté
rounds-token-cleared = lavé en appel
rounds-in-step = Votes au pas
rounds-look-button = Chercher maintenant des votes au pas
rounds-look-never = La règle de cette consultation dit que personne ne cherche de votes au pas.
rounds-looked-at = Regardé le { $at }. Dans une grappe, les gens ont voté de même et presque en même temps.
rounds-no-clusters = Aucun vote ne va au pas.
rounds-cluster = { $n ->
    [one] Une personne
   *[other] { $n } personnes au pas
 }
rounds-without-changes = Sans elles, le résultat serait autre :
rounds-without-same = Sans elles, le résultat est le même.
rounds-without-hidden = Ce qui serait sans elles se dira quand les chiffres se diront.
rounds-support = Soutien, avec et sans égard aux grappes
rounds-support-raw = Gens pour
rounds-support-effective = Ce que cela pèse
rounds-rushes = { $n ->
    [one] Un afflux de votes est venu d’un coup. Une lettre d’information a le même aspect.
   *[other] { $n } afflux de votes sont venus d’un coup. Une lettre d’information a le même aspect.
 }
rounds-excluded-list = Écartés du compte
rounds-exclude = Écarter les voix de quelqu’un
rounds-exclude-words = Ses voix restent, et le procès-verbal les montre écartées. La personne apprend pourquoi, et un autre modérateur décide en cas d’appel.
rounds-field-token = Son numéro
rounds-field-why = Pourquoi
rounds-hint-why = La personne lit ceci, et tout le monde dans le procès-verbal.
rounds-exclude-button = Écarter les voix, et avertir la personne

rounds-form-lede = Tout ce qui décide se fixe ici, avant la première voix. Rien n’est ouvert tant que vous n’ouvrez pas.
rounds-preview = Comment les voix compteront
rounds-preview-button = Montrer comment les voix compteront
rounds-draft-button = Garder comme brouillon
rounds-change-title = Changer le brouillon
rounds-change-button = Garder les changements
rounds-part-what = Ce qu’on demande
rounds-part-how = Comment on vote
rounds-part-who = Qui vote
rounds-part-when = Quand
rounds-part-hidden = Ce qui est caché
rounds-part-fair = Égaux, et votes au pas
rounds-part-decides = La décision
rounds-field-question = La question
rounds-hint-question = Une ligne, comme vous la diriez à voix haute.
rounds-field-items = { $n ->
    [0] Encore aucun élément
    [one] Un élément
   *[other] { $n } éléments
 }
rounds-hint-items = Décochez ce qui ne doit pas en être.
rounds-hint-no-items = Choisissez-les au tableau du programme, ou donnez leurs adresses ci-dessous.
rounds-field-cost = Prix
rounds-field-more = Autres éléments
rounds-hint-more = Les adresses de leurs pages, une par ligne.
rounds-field-method = Le bulletin
rounds-field-levels = Étoiles au plus
rounds-hint-levels = De deux à dix.
rounds-field-set = Éléments montrés à la fois
rounds-hint-set = De trois à six.
rounds-field-ranked = Comment on compte les ordres
rounds-ranked-schulze = Deux à deux, méthode de Schulze
rounds-ranked-run-off = Éliminations successives, pour une place
rounds-ranked-transferable = Vote transférable, pour plusieurs places en proportion
rounds-field-limit = Somme à dépenser
rounds-hint-limit = La somme entière.
rounds-field-currency = Monnaie
rounds-field-budget = Comment la somme se répartit
rounds-budget-greedy = Le plus de voix d’abord, tant que cela tient
rounds-budget-equal-shares = Parts égales : les soutiens paient ensemble
rounds-field-credits = Crédits par personne
rounds-hint-credits = 25 permettent cinq voix sur un élément.
rounds-field-points = Points par personne
rounds-hint-points = Dix se répartissent bien.
rounds-field-places = Combien gagnent
rounds-hint-places = Avec une somme à dépenser, c’est elle qui le dit.
rounds-hint-strata = Un groupe suffit. S’il y en a plusieurs, on les compte côte à côte, et vous dites plus bas comment ils se rejoignent. Chacun n’est que d’un groupe : les nommés d’abord, puis les parts au programme, puis les rôles, puis le reste.
rounds-stratum = Groupe { $n }
rounds-field-stratum-name = Son nom
rounds-field-stratum-who = Qui en est
rounds-who-nobody = personne encore
rounds-who-everybody = tous les autres qui ont un compte
rounds-who-everybody-name = Tout le monde
rounds-who-members = clients et autres membres
rounds-who-staff = personnel
rounds-who-partners = partenaires
rounds-who-named = personnes nommées
rounds-who-part = part au programme : { $part }
rounds-field-before = Seulement les comptes d’avant
rounds-field-seats = Places qu’il remplit
rounds-field-weight = Son poids en pour cent
rounds-field-people = Personnes nommées
rounds-hint-people = Une par ligne : l’adresse de sa page ; ou le nom de quelqu’un qui prend part ici, du personnel ou d’un partenaire.
rounds-add-stratum = Ajouter un groupe
rounds-field-combine = Comment les groupes se rejoignent
rounds-combine-together = Tous ensemble
rounds-combine-together-about = Une personne, une voix, qui que ce soit.
rounds-combine-each-must-pass = Chaque groupe doit être d’accord
rounds-combine-each-must-pass-about = Un élément ne gagne que si chaque groupe lui donne assez.
rounds-combine-seats = Des places par groupe
rounds-combine-seats-about = Tant par le public, tant par le jury.
rounds-combine-weights = Des poids
rounds-combine-weights-about = Chaque groupe compte pour une part, si nombreux qu’il vote.
rounds-field-share = Part en pour cent que chaque groupe doit atteindre
rounds-hint-share = 50, c’est la moitié.
rounds-field-conflict = L’auteur d’un élément
rounds-conflict-none = vote sur tout
rounds-conflict-own-item = ne vote pas sur le sien
rounds-conflict-whole-ballot = ne vote pas dans cette consultation
rounds-zone = Les heures sont à votre montre : { $zone }.
rounds-field-opens = On vote dès le
rounds-hint-opens = Vide veut dire tout de suite.
rounds-field-closes = On vote jusqu’au
rounds-hint-closes = Peut venir plus tard, avec une raison, jamais plus tôt.
rounds-field-counts = Qui voit les chiffres en attendant
rounds-hint-counts = À la fin, tout le monde.
rounds-counts-open = tout le monde
rounds-counts-after-voting = qui a voté
rounds-counts-after-closing = personne
rounds-field-authors = Les auteurs
rounds-authors-shown = sont montrés
rounds-authors-hidden = sont cachés jusqu’à la fin du vote
rounds-field-guarantee = Jugements à l’aveugle par élément
rounds-hint-guarantee = Autant de jugements que chaque élément reçoit avant qu’on voie un chiffre ou un ordre. 0 pour aucun.
rounds-field-ties = Entre égaux
rounds-hint-ties = Ce dont on tire au sort est scellé à l’ouverture et montré à la fin.
rounds-ties-lots = le sort décide
rounds-ties-order = l’ordre ci-dessus décide
rounds-field-suspects = Votes au pas
rounds-suspects-look = Les chercher
rounds-suspects-look-about = Les modérateurs voient un rapport ; rien n’en découle tout seul, et on peut faire appel.
rounds-field-minutes = Minutes qui valent ensemble
rounds-field-likeness = Ressemblance en pour cent
rounds-field-shared = Votes en commun, au moins
rounds-field-crowd = Plus de gens que cela sont une foule
rounds-field-decides = Ce que le résultat décide
rounds-hint-decides = Une ligne : ce qu’on fera de ce qui gagne.
rounds-field-bearing = Le résultat
rounds-bearing-decides = décide de lui-même
rounds-bearing-advises = est un conseil ; qui décide peut s’en écarter, avec une raison
rounds-field-decider = Qui décide
rounds-decider-owner = la ou le responsable du programme
rounds-decider-staff = quelqu’un du personnel
rounds-decider-partner = un partenaire
rounds-refused-number = Donnez un nombre.
rounds-refused-money = Donnez un montant, comme 1200 ou 49,50.
rounds-refused-costs = Chaque élément a besoin de son prix, comme 1200 ou 49,50.
rounds-refused-time = Donnez un jour et une heure.
rounds-refused-who = Dites qui est de chaque groupe.
rounds-refused-name = Personne ici ne s’appelle « { $name } ». Donnez l’adresse de sa page.
rounds-refused-item-unknown = Une des adresses ne mène à rien sur quoi voter.

rounds-about-piece = Dans des consultations
rounds-piece-chosen = choisie
rounds-piece-won = gagne, sur { $of }
rounds-piece-place = rang { $n } sur { $of }

rounds-world = Décidez avec nous
rounds-world-until = jusqu’au
rounds-world-voters = { $n ->
    [0] personne n’a encore voté
    [one] une personne a voté
   *[other] { $n } personnes ont voté
 }
rounds-left-out = { $n ->
    [one] Les voix d’une personne sont écartées ; le procès-verbal dit pourquoi.
   *[other] Les voix de { $n } personnes sont écartées ; le procès-verbal dit pourquoi.
 }
