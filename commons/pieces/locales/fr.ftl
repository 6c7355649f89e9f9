kind-comment = Remarque

pieces-stale = Quelqu’un a modifié ce texte entre-temps ; il en est à la version { $revision }. Vos mots sont toujours là.
pieces-merged = Ceci a été fusionné avec autre chose. Les votes se trouvent désormais là-bas.
pieces-own-rule = Ici, les votes suivent une règle propre. Rien n’a été compté ; votez sur sa propre page.
pieces-mixed = Une note réservée à l’équipe et une remarque publique ne peuvent pas se répondre.
pieces-cannot-answer = Cette remarque n’est plus là : on ne peut plus y répondre.
pieces-reported-already = Vous avez déjà signalé ceci. Quelqu’un va regarder.
pieces-nothing-to-appeal = Aucune décision n’a été prise ici que l’on puisse contester.
pieces-appealed-already = Votre recours est en attente. Une autre personne va l’examiner.
pieces-another-steward = Vous avez pris cette décision : une autre personne examine le recours.
pieces-reason-needed = Dites pourquoi, en une phrase que l’auteur puisse comprendre.
pieces-not-invited = On ne vous a pas invité à en être l’auteur, ou vous avez déjà répondu.
pieces-author-already = Cette personne compte déjà parmi les auteurs.
pieces-last-author = Vous en êtes le seul auteur. Vous pouvez plutôt retirer ce texte.
pieces-circle = Cela le ferait naître de lui-même.
pieces-shares = Les parts font { $sum } points de base sur 10 000. Elles doivent faire exactement 100 %.
pieces-share-unread = Indiquez chaque part en pour cent, avec deux décimales au plus.
pieces-credited-twice = Quelqu’un est nommé deux fois. Une ligne par personne suffit.
pieces-not-credited = Cette déclaration ne vous nomme pas.
pieces-declaration-replaced = Les parts ont été redéclarées entre-temps. Relisez-les avant de signer.
pieces-bad-link = Donnez un lien qui commence par https:// ou par /.
pieces-cannot-merge = Ces deux-là ne peuvent pas être fusionnés : l’un d’eux l’est déjà.
pieces-no-merge = Cette fusion a déjà été défaite.
pieces-weight = Un vote est pour, contre ou retiré.
pieces-own-thanks = On ne se remercie pas soi-même.
pieces-not-yours = Seuls ses auteurs peuvent le faire.
pieces-removed-already = Ceci a déjà été supprimé.
pieces-taken-back = Son auteur l’a retiré.
pieces-say-what = Dites en quelques mots ce qui ne va pas.
pieces-nobody-such = Personne ici ne porte cet identifiant. Copiez l’adresse de sa page.
pieces-since-to-come = Cette date est encore à venir.

pieces-notice-commented = { $name } a réagi à « { $title } »
pieces-notice-answered = { $name } vous a répondu à propos de « { $title } »
pieces-notice-followed = { $name } a réagi à « { $title } », que vous suivez
pieces-notice-thanked = { $n ->
    [one] Une personne vous remercie pour « { $title } »
   *[other] { $n } personnes vous remercient pour « { $title } »
 }
pieces-notice-shown = { $name } a regardé ce que vous avez fait : c’est visible
pieces-notice-held = { $name } garde de côté ce que vous avez fait, le temps de le regarder
pieces-notice-hidden = { $name } a masqué ce que vous avez fait : { $reason }. Vous pouvez faire un recours.
pieces-notice-removed = { $name } a supprimé ce que vous avez fait : { $reason }. Vous pouvez faire un recours.
pieces-notice-appeal-upheld = { $name } vous donne raison : c’est de nouveau visible. { $reason }
pieces-notice-appeal-declined = { $name } a examiné votre recours et maintient la décision. { $reason }
pieces-notice-invited = On vous propose d’être l’un des auteurs de « { $title } »
pieces-notice-joined = { $name } en est désormais l’auteur avec vous
pieces-notice-credited = Votre part dans « { $title } » a été déclarée. Signez-la ou contestez-la.
pieces-notice-contested = { $name } conteste sa part
pieces-notice-dated = L’équipe a indiqué qu’un travail était en cours depuis le { $since }

pieces-discussion = Discussion
pieces-remarks-oldest-first = { $n ->
    [one] remarque
   *[other] remarques, des plus anciennes aux plus récentes
 }
pieces-nobody-said = Personne n’a encore rien dit.
pieces-your-remark = Votre remarque
pieces-write-as = Vous écrivez en tant que { $name }, { $voice }. Tout le monde peut le lire.
pieces-voice-member = membre
pieces-voice-staff = membre de l’équipe
pieces-voice-partner = partenaire
pieces-voice-brand = la marque
pieces-internal = Visible par l’équipe et les partenaires seulement
pieces-only-staff = Visible par l’équipe seulement
pieces-say-it = Le dire
pieces-sign-in-to-say = Se connecter pour réagir
pieces-talk-closed = On ne peut rien dire ici pour le moment.
pieces-more-remarks = Plus de remarques
pieces-whole-exchange = Lire un long échange en entier
pieces-changed = modifiée
pieces-a-voice = Un membre
pieces-taken-back-by-author = Retirée par son auteur.
pieces-removed-by-steward = Supprimée par la modération. L’auteur sait pourquoi et peut faire un recours.
pieces-hidden-by = Masquée par { $name } : { $reason }. L’auteur en a été informé et peut faire un recours.
pieces-a-steward = la modération
pieces-held = En attente du regard de la modération.
pieces-thank = Remercier
pieces-thanked = Remerciée, { $n }
pieces-thank-too = Remercier, { $n }
pieces-thanks = { $n ->
    [one] un merci
   *[other] { $n } mercis
 }
pieces-answer = Répondre
pieces-edit = Modifier
pieces-take-back = Retirer
pieces-report = Signaler
pieces-appeal = Faire un recours
pieces-moderate = Modérer

pieces-where = Où vous êtes
pieces-back = Retour
pieces-leave-it = Ne rien faire
pieces-optional = facultatif
pieces-nobody = quelqu’un qui est parti
pieces-answer-title = Répondre
pieces-answer-lede = La personne qui a écrit ceci en sera informée.
pieces-answer-submit = Le dire
pieces-report-title = Signaler à la modération
pieces-report-lede = Quelqu’un va regarder. L’auteur ne saura pas qui l’a signalé.
pieces-report-submit = Signaler
pieces-grounds-unkind = C’est blessant pour quelqu’un
pieces-grounds-spam = C’est de la publicité
pieces-grounds-off_topic = Cela a sa place ailleurs
pieces-grounds-private = Cela révèle quelque chose de privé
pieces-grounds-rights = Cela appartient à quelqu’un d’autre
pieces-grounds-other = Autre chose
pieces-edit-title = Modifier le texte
pieces-edit-lede = Les versions précédentes restent lisibles.
pieces-edit-submit = Garder ce texte
pieces-written-meanwhile = Écrit entre-temps
pieces-appeal-title = Faire un recours
pieces-appeal-lede = Une autre personne que celle qui a décidé l’examine et vous répond.
pieces-appeal-submit = Envoyer le recours
pieces-moderate-title = Prendre une décision
pieces-moderate-lede = Ses auteurs apprennent ce que vous décidez et pourquoi, avec votre nom.
pieces-moderate-submit = Décider
pieces-decision-show = Laisser visible
pieces-decision-hold = Mettre en attente
pieces-decision-hide = Masquer
pieces-decision-remove = Supprimer
pieces-field-body = Votre texte
pieces-field-title = Titre
pieces-field-reason = Raison
pieces-field-words = Avec vos mots
pieces-field-grounds = Ce qui ne va pas
pieces-field-decision = Décision
pieces-field-person = Adresse de sa page
pieces-field-part = Ce qu’elle a fait
pieces-field-share = Part en pour cent
pieces-field-since = En cours depuis
pieces-field-statement = Ce qui était en cours
pieces-field-link = Lien vers la preuve

pieces-revisions-title = Versions précédentes
pieces-revision = Version { $n }
pieces-revision-reason = Modifié par la modération : { $reason }
pieces-thread-title = Le fil
pieces-thread-hidden = { $n ->
    [one] Un autre élément n’est pas public.
   *[other] { $n } autres éléments ne sont pas publics.
 }
pieces-thread-more = Voir tout le fil

pieces-authors-title = Auteurs
pieces-first-words = premiers mots
pieces-asked = invitation envoyée
pieces-you-are-asked = On vous propose d’en être l’un des auteurs. Votre nom figurera à côté des autres.
pieces-accept = J’en suis l’auteur
pieces-decline = Non, merci
pieces-person-hint = Collez ici l’adresse de sa page. La personne devient auteur dès qu’elle accepte.
pieces-ask-author = Lui proposer
pieces-leave-authors = Ne plus en être l’auteur
pieces-credit-title = Qui a fait quoi
pieces-parts = Contributions et parts
pieces-merged-parts = Contributions à ce qui a été fusionné ici
pieces-nothing-declared = Aucune part n’a été déclarée. Voici les auteurs.
pieces-all-signed = Tout le monde a signé.
pieces-signed = signée
pieces-not-signed = pas encore signée
pieces-contested = contestée
pieces-why-contest = Ce qui ne va pas
pieces-sign = Signer ma part
pieces-contest = La contester
pieces-declare-title = Déclarer les contributions
pieces-declare-lede = Les parts font exactement 100 %. Laissez une part vide pour ne pas nommer la personne. Chaque personne nommée est informée et signe la sienne.
pieces-contributor = Une contribution de plus
pieces-declare = Déclarer ces parts
pieces-predating = Ce qui était déjà en cours
pieces-nothing-predates = Personne n’a indiqué qu’un travail était déjà en cours.
pieces-under-way-since = En cours depuis le { $when }.
pieces-evidence = Preuve
pieces-predates-title = Indiquer un travail antérieur
pieces-predates-lede = Avec une date et un lien vérifiable. La déclaration ne pourra plus être modifiée, et les auteurs en sont informés.
pieces-predates-submit = L’indiquer

pieces-queue-title = File de modération
pieces-queue-oldest = Le plus ancien attend depuis : { $when }.
pieces-queue-formula = Du plus ancien au plus récent. Les recours contre vos propres décisions reviennent à d’autres.
pieces-queue-empty = Rien ne vous attend.
pieces-queue-more = La suite
pieces-case-appeal = Un recours
pieces-case-reported = { $n ->
    [one] Signalé par une personne
   *[other] Signalé par { $n } personnes
 }
pieces-case-held = En attente d’un regard
pieces-reported-as = Signalé comme : { $grounds }
pieces-appeal-says = L’auteur dit :
pieces-appeal-uphold = Rendre visible
pieces-appeal-decline = Maintenir la décision

pieces-permission-comment = Dire quelque chose de ce que d’autres ont fait
pieces-permission-note = Écrire et lire les notes réservées à l’équipe et aux partenaires
pieces-permission-vote = Voter sur les remarques
pieces-permission-follow = Suivre une chose, pour savoir ce qu’elle devient
pieces-permission-thank = Remercier ses auteurs
pieces-permission-report = Demander aux modérateurs de regarder
pieces-permission-author = Changer ses mots, ses coauteurs et les parts
pieces-permission-see-inside = Voir ce qui est réservé aux participants d’un programme
pieces-permission-moderate = Montrer, retenir, masquer ou retirer, avec un motif
pieces-permission-trace = Dire depuis quand un travail était en cours ; relier des pièces entre elles
