people-erased = erased person
