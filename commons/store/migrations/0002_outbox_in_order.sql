-- What happened is read in its order. Finding it by thing or by person cost every act two places in two large indexes, and
-- nobody asked: whoever will can keep a list of their own, off the way of acts.
DROP INDEX outbox_about;
DROP INDEX outbox_by_person;
