language-en = English
language-fr = Français

shell-skip = Aller au contenu
shell-navigation = Navigation principale
shell-menu = Menu
shell-signed-in-as = Vous êtes { $name }
shell-foot = Un cookie vous garde connecté. Rien d’autre ne regarde. { $brand } tient ceci sur son propre serveur avec Weft.
shell-busy = Le serveur n’a pas pu le faire à l’instant. Rien de ce que vous avez écrit n’est perdu ; réessayez dans un moment.
shell-draft-kept = Vos mots pas encore envoyés sont revenus.
shell-draft-discard = Les jeter
shell-count = encore {"{"}n{"}"} caractères
shell-offline = Pas de connexion. Rien de ce que vous avez écrit n’est perdu ; réessayez une fois en ligne.
shell-about = À propos et réglages
shell-language = Langue
shell-theme = Clair ou sombre
shell-theme-auto = comme l’appareil
shell-theme-light = claire
shell-theme-dark = sombre
shell-apply = Appliquer

nav-world = Le monde
nav-me = Moi
nav-search = Chercher
nav-inbox = Messages
nav-inbox-unread = { $n ->
    [one] non lu
   *[other] non lus
 }
nav-sign-in = Se connecter
nav-sign-out = Se déconnecter
nav-how-it-counts = Comment on compte
nav-api = Pour les programmes
nav-demo = Personnages inventés
nav-steward = Intendance
nav-operate = Exploitation

time-just-now = à l’instant
time-minutes-ago = { $n ->
    [one] il y a une minute
   *[other] il y a { $n } minutes
 }
time-hours-ago = { $n ->
    [one] il y a une heure
   *[other] il y a { $n } heures
 }
time-days-ago = { $n ->
    [one] hier
   *[other] il y a { $n } jours
 }

page-older = Plus anciens
page-first = Depuis le début
page-next = Suite

error-heading-nothing = Ce fil s’arrête ici
error-heading = Cela n’a pas marché
error-search = On peut peut-être le retrouver
error-home = À la première page
error-instead = Y aller
error-title-sign-in = Connectez-vous
error-title-not-allowed = Non autorisé
error-title-not-found = Introuvable
error-title-busy = Un instant
error-title-fault = Une panne
error-title-refused = Refusé
error-summary = { $n ->
    [one] Un point demande votre attention. Rien de ce que vous avez écrit n’est perdu.
   *[other] { $n } points demandent votre attention. Rien de ce que vous avez écrit n’est perdu.
 }

refused-sign-in = Connectez-vous d’abord. Vous reviendrez ici.
refused-token = Ce jeton est inconnu ou a été révoqué. Créez-en un autre sous « Moi ».
refused-token-scope = Ce jeton n’a pas été fait pour cela : il lui manque « { $scope } ».
refused-not-allowed = Votre compte ne peut pas faire cela ici ({ $permission }). Si vous pensez qu’il le devrait, écrivez à l’intendant du programme.
refused-not-found = Il n’y a rien ici, ou ce n’est pas visible pour tous.
refused-out-of-range = Donnez un nombre de { $least } à { $most }.
refused-text-empty = À remplir, s’il vous plaît.
refused-text-too-long = { $length } caractères, c’est trop ; il y a place pour { $limit }.
refused-choice = Choisissez l’une des possibilités.
refused-cursor = Cet endroit de la liste est inconnu. Reprenez au début.
refused-too-often = C’était rapide. Attendez { $seconds ->
    [one] une seconde
   *[other] { $seconds } secondes
 } puis réessayez ; rien n’est perdu.
refused-key = Une clé d’idempotence compte de 1 à 200 caractères ASCII. Rien n’a été fait ; renvoyez avec une autre clé.
refused-key-reused = Cette clé d’idempotence a déjà servi à autre chose. Prenez-en une nouvelle.
refused-too-large = C’est plus grand que ce que cette maison accepte. Rien n’a été gardé ; essayez un fichier plus petit.
refused-media-type = Ce genre de contenu n’est pas compris ici.
refused-malformed = L’envoi est illisible. Rien n’a été gardé ; revenez en arrière, votre texte y est encore.
refused-method = Cela ne se fait pas à cette adresse.
refused-cross-site = Cela venait d’un autre site et n’a pas été accepté. Ouvrez la page ici et réessayez.
refused-busy = Il y a plus à faire que nous ne pouvons. Rien n’a été gardé ; réessayez dans un instant.
refused-full = Il n’y a plus de place sur notre disque. Rien n’a été gardé ; c’est à l’exploitant de faire de la place. Réessayez plus tard.
refused-fault = Une panne de notre côté. Rien n’a été gardé. Si vous en parlez à l’exploitant, citez la demande { $request }.

api-title = Pour les programmes
api-lede = Tout ce qu’une personne peut faire sur une page ici, un programme le peut aussi, selon les mêmes règles.
api-begin = Pour commencer
api-token = Envoyez un jeton d’API avec chaque appel : « Authorization: Bearer weft_… ». Un jeton peut ce que peut son propriétaire, dans les limites pour lesquelles il a été fait.
api-token-link = Créer un jeton
api-key = Tout appel qui change quelque chose accepte un en-tête « Idempotency-Key » : la même clé reçoit la même réponse, sans agir à nouveau.
api-pages = Les listes viennent par pages : donnez « next » d’une page comme « after » de la suivante. Un refus est un document qui dit ce qui s’est passé et que faire ensuite.
api-document = La description de toute l’API, OpenAPI 3.1
api-calls = Appels
api-method = Méthode
api-path = Adresse
api-does = Ce que fait l’appel
