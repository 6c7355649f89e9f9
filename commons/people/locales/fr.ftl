people-optional = facultatif
people-none = aucun
people-crumbs = Où vous êtes
people-since = Depuis le { $date }
people-closed = fermé

people-voice-member = Membre
people-voice-staff = Équipe
people-voice-partner = Partenaire
people-voice-brand = La marque

people-role-visitor = Visiteur
people-role-member = Membre
people-role-staff = Équipe
people-role-staff-hint = Travaille pour la marque : répond, décide, modère.
people-role-partner = Partenaire
people-role-partner-hint = Fournisseur, agence, marchand ou hôte.
people-role-operator = Exploitant
people-role-operator-hint = Tient la maison : personnes, rôles, réglages, sauvegardes.

people-kind-department = Service
people-kind-partner = Partenaire

people-field-name = Comment vous appeler ?
people-field-name-hint = Les autres le voient. Ce n’est pas forcément votre nom légal.
people-field-shown-name = Nom
people-field-email = E-mail
people-field-email-hint = Seulement pour entrer et pour vous dire ce que vous demandez à savoir. Personne d’autre ne la voit.
people-field-password = Mot de passe
people-field-password-hint = Au moins 10 caractères ; quatre mots au hasard font l’affaire. Sans mot de passe, un lien par e-mail vous fait entrer.
people-field-stay = Rester connecté sur cet appareil
people-field-stay-hint = Pendant 30 jours après votre dernier passage. Pas sur une tablette en magasin.
people-field-part = Ce que vous faites ici
people-field-part-hint = Affiché à côté de votre nom : Réparations, Création.
people-field-language = Langue
people-field-language-browser = comme le demande le navigateur
people-field-zone = Fuseau horaire
people-field-zone-hint = Par exemple Europe/Paris. Les dates s’y affichent.
people-field-new-email = Nouvelle adresse
people-field-new-email-hint = Un lien y est envoyé. Tant qu’il n’est pas ouvert, rien ne change.
people-field-present = Mot de passe actuel
people-field-new-password = Nouveau mot de passe
people-field-code = Code d’installation
people-field-code-hint = Le serveur l’a affiché à son premier démarrage : quatre groupes de quatre lettres et chiffres.
people-field-token-name = À quoi sert-il ?
people-field-token-name-hint = Pour savoir plus tard lequel révoquer : tablettes du magasin.
people-field-scopes = Que peut-il faire ?
people-field-expires = Dernier jour
people-field-expires-hint = Sans date, il dure jusqu’à ce que vous le révoquiez.
people-field-organisation = Nom
people-field-kind = Qu’est-elle pour la marque ?

people-sign-in-title = Se connecter
people-sign-in-lede = Pour voter, écrire et voir ce que vos mots sont devenus. Lire ne demande pas de compte.
people-sign-in-button = Se connecter
people-sign-in-without = inutile pour un lien
people-sign-in-link-button = Plutôt m’envoyer un lien
people-sign-in-link-hint = Le lien sert une fois, pendant 15 minutes. C’est aussi l’entrée quand vous avez oublié votre mot de passe.
people-sign-in-new = Nouveau ici ?
people-sign-in-looking = Vous faites un tour ?
people-sign-in-demo = Entrer comme l’un des personnages inventés

people-sent-title = Regardez votre courrier
people-sent-lede = Nous avons écrit à l’adresse que vous avez donnée. Ouvrez le lien de la lettre pour continuer.
people-sent-nothing = Rien au bout de quelques minutes ? Cherchez parmi les indésirables, ou vérifiez l’adresse et redemandez. Nous disons la même chose que l’adresse soit connue ici ou non ; seul son propriétaire l’apprend.
people-sent-back = Retour à la connexion

people-register-title = Créer un compte
people-register-lede = Un nom et une adresse. Rien d’autre n’est demandé, et vous pouvez partir avec tout ce que vous avez écrit.
people-register-button = Créer mon compte
people-register-have = J’en ai un

people-enter-title = Vous y êtes presque
people-enter-account = Ceci crée votre compte et vous connecte.
people-enter-elsewhere = Vous ouvrez ce lien dans un autre navigateur que celui de l’inscription. Par prudence, le mot de passe choisi là-bas n’a pas été repris : choisissez-en un ici, ou passez-vous-en.
people-enter-account-button = Créer mon compte et entrer
people-enter-sign-in = Ceci vous connecte comme { $name }.
people-enter-sign-in-button = Se connecter
people-enter-not-me = Ce n’est pas moi
people-enter-address = { $email } devient l’adresse de votre compte.
people-enter-address-button = Prendre cette adresse
people-enter-address-keep = Garder l’ancienne
people-enter-address-whose = Pour changer l’adresse d’un compte, connectez-vous à ce compte dans ce navigateur, puis rouvrez le lien.

people-setup-title = Installer cette maison
people-setup-lede = Quelqu’un doit la tenir : donner les rôles, régler, sauvegarder. C’est l’exploitant.
people-setup-sign-in = Créez d’abord un compte, ou connectez-vous. Revenez ensuite avec le code que le serveur a affiché.
people-setup-button = Devenir exploitant

people-me-needs = Ce qui vous attend
people-me-nothing = Rien ne vous attend. Quand on vous répondra, ou que ce que vous avez façonné avancera, ce sera dit ici.
people-me-look = Voir ce qui est ouvert
people-me-inbox = { $n ->
    [one] Un message non lu
   *[other] { $n } messages non lus
 }
people-me-account = Votre compte
people-me-public = Votre page telle que les autres la voient
people-me-operate = Tenir la maison

people-profile-title = Profil, adresse et mot de passe
people-profile-button = Garder ces changements
people-profile-done = Votre profil est changé.
people-password-done = Votre mot de passe est changé. Toutes les autres sessions sont terminées.
people-email-none = Pas encore d’adresse : sans elle, aucun lien ne peut vous faire entrer.
people-email-button = Envoyer le lien
people-password-none = Vous n’avez pas de mot de passe ; un lien par e-mail vous fait entrer. Vous pouvez en choisir un.
people-password-button = Changer mon mot de passe
people-password-ends = Toutes les autres sessions se terminent alors.

people-sessions-title = Où vous êtes connecté
people-sessions-lede = Une ligne par navigateur. Terminez ce que vous ne reconnaissez pas, et changez de mot de passe.
people-session-unknown = Un navigateur qui ne dit pas ce qu’il est
people-session-current = celle-ci
people-session-began = depuis le { $date }
people-session-used = dernier passage le { $date }
people-session-ends = finit le { $date }
people-session-end = La terminer
people-sessions-others = { $n ->
    [one] Terminer l’autre session
   *[other] Terminer les { $n } autres sessions
 }

people-tokens-title = Clés pour programmes
people-tokens-lede = Un jeton permet à un programme d’agir pour vous, dans la limite de ce que vous lui accordez. Il ne touche jamais à votre compte lui-même.
people-tokens-none = Vous n’en avez pas.
people-token-made = Voici votre jeton. Copiez-le maintenant : il ne sera plus montré.
people-token-at = créé le { $date }
people-token-used = dernier usage le { $date }
people-token-unused = jamais utilisé
people-token-until = jusqu’au { $date }
people-token-endless = jusqu’à révocation
people-token-revoke = Révoquer
people-token-new = Un nouveau jeton
people-token-button = Créer le jeton

people-scope-read = Lire
people-scope-read-hint = Ce que vous pouvez lire.
people-scope-take-part = Participer
people-scope-take-part-hint = Publier, voter et commenter en votre nom.
people-scope-steward = Intendance
people-scope-steward-hint = Modérer et décider, là où vous le pouvez.
people-scope-operate = Exploitation
people-scope-operate-hint = Personnes, rôles et réglages, là où vous le pouvez.

people-inbox-title = Messages
people-inbox-unread = Non lu :
people-inbox-read = Marquer comme lu
people-inbox-read-all = { $n ->
    [one] Le marquer comme lu
   *[other] Marquer les { $n } comme lus
 }
people-inbox-times = { $n ->
    [one] une fois
   *[other] { $n } fois
 }
people-inbox-empty = Rien encore
people-inbox-empty-why = Quand on vous répondra, ou que ce que vous avez façonné avancera, vous l’apprendrez ici.
people-inbox-more = Plus de messages

people-data-title = Ce que l’on sait de vous
people-data-lede = Tout, pour l’emporter ou l’effacer.
people-data-take = Tout emporter
people-data-take-what = Un seul fichier avec tout ce que chaque partie de cette maison sait de vous : compte, mots, votes, messages. Un programme peut le lire, vous aussi.
people-data-button = Télécharger mes données
people-data-go = Votre nom, votre adresse, votre mot de passe et vos sessions sont effacés, et vos mots ne disent plus qui les a écrits.
people-data-erase = Effacer mon compte…

people-erase-title = Effacer votre compte
people-erase-goes = Votre nom, adresse, mot de passe, sessions, jetons et messages sont effacés maintenant, pour de bon.
people-erase-stays = Ce que vous avez fait reste là où d’autres ont bâti dessus, signé « personne effacée ». Les résultats clos restent vrais.
people-erase-never = C’est sans retour. Emportez d’abord vos données si vous les voulez.
people-erase-type = Pour confirmer, écrivez votre nom :
people-erase-button = Effacer mon compte
people-erase-keep = Le garder

people-acts-for = Agit pour
people-acts-for-nobody = Personne d’autre que soi.
people-person-change = Changer ce que dit cette page
people-person-administer = Rôles et état du compte

people-operate-title = Personnes
people-operate-lede = Tous ceux qui ont un compte : qui ils sont, ce qu’ils peuvent, et s’ils peuvent entrer.
people-operate-search = Le nom ou l’adresse commence par
people-operate-show = Afficher
people-operate-none = Personne
people-operate-none-why = Aucun nom ni aucune adresse ne commence ainsi.
people-operate-order = Par nom
people-operate-more = Plus de personnes
people-column-name = Nom
people-column-roles = Rôles
people-column-since = Depuis
people-roles-button = Donner ces rôles
people-join = Agit aussi pour
people-join-button = Ajouter
people-leave = Retirer
people-standing = État du compte
people-standing-what = Fermer le compte met fin aussitôt à toutes les sessions et à tous les jetons. Ce que la personne a écrit reste, et le compte peut être rouvert.
people-standing-close = Fermer le compte
people-standing-closed = Fermé depuis le { $date }.
people-standing-open = Le rouvrir

people-organisations-title = Services et partenaires
people-organisations-lede = Pour qui l’on agit. Un programme en demande au moins deux avant d’ouvrir.
people-organisations-none = Aucun encore. Inscrivez le premier ci-dessous.
people-organisation-new = En inscrire un autre
people-organisation-button = L’inscrire

people-roles-title = Qui peut faire quoi
people-roles-lede = Chaque action et les rôles qui la permettent. Un changement vaut dès le clic suivant, pour tous.
people-roles-changed = changé
people-roles-decide = Permettre à ces rôles
people-roles-default = Revenir au réglage d’origine

people-demo-title = À la place de qui ?
people-demo-lede = Ceci est une démonstration avec des personnages inventés. Choisissez-en un et vous voilà connecté ; changez aussi souvent que vous voulez.
people-demo-nobody = Personne n’a encore été inventé.
people-demo-member = Membres
people-demo-staff = Équipe
people-demo-partner = Partenaires
people-demo-operator = Exploitants
people-demo-mail-title = Courrier de cette démonstration
people-demo-mail-lede = Ce serveur n’envoie pas de vrai courrier ; les lettres sont déposées ici.
people-demo-mail-none = Pas de lettres
people-demo-mail-none-why = Inscrivez-vous, ou demandez un lien pour entrer, puis revenez ici.
people-demo-mail-to = À
people-demo-mail-sent = Envoyée

people-letter-signature = { $brand }
    { $address }
people-letter-confirm-subject = Confirmez votre adresse pour { $brand }
people-letter-confirm-text = Bonjour { $name },

    quelqu’un, vous espérons-nous, a demandé un compte chez { $brand } avec cette adresse. Ouvrez ce lien pour le créer :

    { $link }

    Il sert une fois, pendant { $n ->
        [one] un jour
       *[other] { $n } jours
    }. Si ce n’était pas vous, ne faites rien : aucun compte n’est créé.
people-letter-known-subject = Vous avez un compte chez { $brand }
people-letter-known-text = Bonjour { $name },

    quelqu’un, vous espérons-nous, a demandé un compte avec cette adresse. Vous en avez déjà un. Ce lien vous y connecte :

    { $link }

    Il sert une fois, pendant { $n } minutes. Si ce n’était pas vous, ne faites rien : rien n’a changé.
people-letter-sign-in-subject = Votre lien pour entrer chez { $brand }
people-letter-sign-in-text = Bonjour { $name },

    ce lien vous connecte :

    { $link }

    Il sert une fois, pendant { $n } minutes. Si vous ne l’avez pas demandé, ne faites rien : personne n’entre sans lui.
people-letter-nobody-subject = Pas de compte avec cette adresse chez { $brand }
people-letter-nobody-text = Bonjour,

    quelqu’un, peut-être vous, a demandé un lien pour entrer avec cette adresse. Aucun compte ne la porte. Vous pouvez en créer un à { $address }/register, ou essayer une autre adresse.

    Si ce n’était pas vous, ne faites rien : l’adresse est oubliée en quelques heures.
people-letter-closed-subject = Votre compte chez { $brand } est fermé
people-letter-closed-text = Bonjour { $name },

    quelqu’un, peut-être vous, a voulu entrer avec cette adresse. Le compte est fermé. Si vous pensez qu’il ne devrait pas l’être, écrivez à qui tient { $address }.
people-letter-new-address-subject = Confirmez votre nouvelle adresse pour { $brand }
people-letter-new-address-text = Bonjour { $name },

    ouvrez ce lien, dans le navigateur où vous êtes connecté, pour que votre compte prenne cette adresse :

    { $link }

    Il sert une fois, pendant { $n ->
        [one] un jour
       *[other] { $n } jours
    }. Si vous ne l’avez pas demandé, ne faites rien : rien ne change.
people-letter-address-taken-subject = Cette adresse a un compte chez { $brand }
people-letter-address-taken-text = Bonjour,

    quelqu’un, peut-être vous, a voulu prendre cette adresse pour un autre compte chez { $brand }. Elle appartient déjà à un compte, donc rien n’a changé. Si c’est votre ancien compte, connectez-vous avec cette adresse à { $address }/sign-in.
people-letter-address-changed-subject = Votre adresse chez { $brand } a changé
people-letter-address-changed-text = Bonjour { $name },

    votre compte a désormais une autre adresse ; celle-ci ne vous fait plus entrer. Si ce n’était pas vous, écrivez tout de suite à qui tient { $address }.
people-letter-password-changed-subject = Votre mot de passe chez { $brand } a changé
people-letter-password-changed-text = Bonjour { $name },

    votre mot de passe a changé, et toutes les autres sessions sont terminées. Si ce n’était pas vous, demandez un lien à { $address }/sign-in, choisissez un autre mot de passe et écrivez à qui tient cette maison.

people-no-email-taken = Cette adresse appartient déjà à un compte.
people-no-email-invalid = Ce n’est pas une adresse à laquelle nous pouvons écrire. Elle devrait ressembler à nom@example.org.
people-no-wrong-password = Cela ne correspond pas : l’adresse ou le mot de passe diffère de ce que nous connaissons. Sans mot de passe, demandez un lien.
people-no-wrong-present-password = Ce n’est pas votre mot de passe actuel.
people-no-password-short = C’est court. Au moins 10 caractères, s’il vous plaît ; quatre mots au hasard font l’affaire.
people-no-password-long = C’est long. Il y a place pour 200 caractères.
people-no-password-guessable = C’est parmi les premiers que l’on essaierait. Choisissez-en un autre ; quatre mots au hasard font l’affaire.
people-no-link-gone = Ce lien a déjà servi, ou il est trop ancien. Demandez-en un nouveau ; cela prend une minute.
people-no-other-account = Ce lien appartient à un autre compte que celui où vous êtes connecté.
people-no-code-gone = Ce n’est pas le code, ou il est trop ancien. Redémarrez le serveur pour en afficher un nouveau.
people-no-set-up-already = Cette maison a un exploitant. Demandez-lui le rôle qu’il vous faut.
people-no-last-operator = C’est le dernier exploitant : sans lui, personne ne pourrait tenir la maison. Nommez-en d’abord un autre.
people-no-name-differs = Ce n’est pas le nom du compte.
people-no-zone-unknown = Ce fuseau est inconnu. Il devrait ressembler à Europe/Paris.
people-no-language-unknown = Cette langue n’est pas encore parlée ici.
people-no-day-out-of-range = Donnez un jour à partir d’aujourd’hui, dans les trois ans.
people-no-scope = Choisissez au moins une chose qu’il puisse faire.
people-no-too-many-tokens = Vous avez autant de jetons qu’un compte peut en avoir. Révoquez-en un d’abord.
people-no-token-shown-already = Ce jeton a déjà été créé et montré. Si vous ne l’avez pas copié, révoquez-le et créez-en un autre.
people-no-organisation-taken = Il y en a déjà un de ce nom.
people-no-not-active = Ce compte ne peut pas servir.
people-no-stale = Cela a changé entre-temps, peut-être dans une autre fenêtre. Ce que vous avez écrit est gardé ; regardez-le et renvoyez-le.

people-permission-see = Voir la page d’une personne
people-permission-read-own = Lire son compte et ses avis
people-permission-mark-read = Marquer ses avis comme lus
people-permission-account = Changer son compte, emporter ses données, l’effacer
people-permission-administer = Voir tous les comptes, donner des rôles, fermer des comptes
people-permission-organise = Inscrire services et partenaires, et qui agit pour eux
people-permission-decide-roles = Décider quels rôles peuvent quoi
people-permission-decide-settings = Régler les chiffres dont se servent les règles

people-settings-title = Comment les règles sont réglées
people-settings-lede = Chaque chiffre dont se sert une règle. Un changement vaut dès la minute suivante, et chacun peut le lire sous « Comment on compte ».
people-settings-none = Aucune salle n’a de réglage.
people-settings-range = de { $least } à { $most } ; { $default } au départ
people-settings-button = Régler
people-settings-default = Revenir au départ
people-settings-set = Réglé. Cela vaut désormais.
people-settings-by = réglé par { $name } le { $when }
