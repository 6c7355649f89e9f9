people-erased = personne effacée
