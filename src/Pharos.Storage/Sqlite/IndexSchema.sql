-- Holds nothing that the log does not: the file may be removed at any time and is made anew.
CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, hash BLOB NOT NULL, terms INTEGER NOT NULL);

CREATE TABLE terms (field INTEGER NOT NULL, value TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (field, value)) WITHOUT ROWID;

-- At most 512 positions: the first, and the distances from each to the next.
CREATE TABLE postings (term INTEGER NOT NULL, first INTEGER NOT NULL, positions BLOB NOT NULL, PRIMARY KEY (term, first)) WITHOUT ROWID;

CREATE TABLE correlations (correlation BLOB NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (correlation, position)) WITHOUT ROWID;

-- Clocks step back, so times do not rise with positions; this says where a time cannot be.
CREATE TABLE zones (first INTEGER PRIMARY KEY, last INTEGER NOT NULL, min_at INTEGER NOT NULL, max_at INTEGER NOT NULL);
