-- Holds nothing that the log does not: the tables may be dropped at any time and are made anew.
CREATE TABLE index_state (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    version  integer NOT NULL,
    position bigint  NOT NULL,
    hash     bytea   NOT NULL,
    terms    bigint  NOT NULL
) WITH (fillfactor = 10);

-- The key is half of a SHA-256 of the value: a path may be longer than PostgreSQL's indexes can hold, and what is found is compared with the event anyway.
CREATE TABLE index_terms (field smallint NOT NULL, key uuid NOT NULL, number bigint NOT NULL, PRIMARY KEY (field, key));

-- At most 512 positions: the first, and the distances from each to the next. The newest block of a list is rewritten often, which stays on its page while there is room.
CREATE TABLE index_postings (term bigint NOT NULL, first bigint NOT NULL, positions bytea NOT NULL, PRIMARY KEY (term, first)) WITH (fillfactor = 70);
ALTER TABLE index_postings ALTER COLUMN positions SET STORAGE PLAIN;

CREATE TABLE index_correlations (correlation uuid NOT NULL, position bigint NOT NULL, PRIMARY KEY (correlation, position));

-- Clocks step back, so times do not rise with positions; this says where a time cannot be.
CREATE TABLE index_zones (first bigint PRIMARY KEY, last bigint NOT NULL, min_at bigint NOT NULL, max_at bigint NOT NULL) WITH (fillfactor = 70);
