search-title = Chercher
search-title-of = Chercher : { $q }
search-heading = Retrouver ce qui a été dit
search-label = Que cherchez-vous ?
search-hint = Des mots ; « une expression » telle qu’elle est écrite ; -mot pour exclure un mot.
search-kind = Quoi
search-every-kind = Tout
search-programme = Programme
search-every-programme = Tous les programmes
search-language = Langue du texte
search-every-language = Toutes les langues
search-button = Chercher
search-formula = Le plus parlant d’abord : un mot rare compte plus qu’un mot courant ; dans un titre il compte trois fois plus que dans le texte, dans une remarque moitié moins. À égalité, le plus récent. Rien d’autre ne compte.
search-cut = Seuls les { $n } premiers mots ont été cherchés.
search-some = Rien ne contient tous ces mots. Voici ce qui en contient certains.
search-in-remarks = dit dans une remarque
search-authors = { $name } et { $others ->
    [one] une autre personne
   *[other] { $others } autres
 }
search-more = La suite des résultats
search-nothing = Personne ne l’a encore dit
search-nothing-words = Essayez avec moins de mots, ou d’autres mots. Ou dites-le en premier.
search-everywhere = Chercher partout
search-share = En faire une idée
search-no-word = Quel mot doit y figurer ?
search-no-word-words = Vous n’avez donné que des mots à exclure. Ajoutez au moins un mot à chercher.
search-preparing = La recherche se prépare : tout n’est pas encore trouvable.
search-preparing-so-far = { $done } contributions sur { $of } sont prêtes.
search-away = La recherche n’est pas activée ici. Les listes montrent tout.
