-- The appended table carries the unique keys only; every further index would cost a third of the append rate (docs/guide/log.md).
CREATE TABLE events (
    position     INTEGER PRIMARY KEY,
    stream       BLOB    NOT NULL,
    version      INTEGER NOT NULL,
    id           BLOB    NOT NULL,
    type         TEXT    NOT NULL,
    schema       INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    actor_kind   INTEGER NOT NULL,
    actor        TEXT    NOT NULL,
    agent        TEXT,
    workspace    TEXT,
    correlation  BLOB,
    causation    BLOB,
    operation    BLOB,
    operation_key  BLOB,
    operation_hash BLOB,
    payload      BLOB    NOT NULL,
    leaf         BLOB    NOT NULL,
    hash         BLOB    NOT NULL,
    -- Why the payload is gone (1 erased, 2 archived) and the digest that its leaf needs; NULL while it is there.
    removed_kind   INTEGER,
    removed_digest BLOB
);

CREATE UNIQUE INDEX events_stream ON events (stream, version);
CREATE UNIQUE INDEX events_operation ON events (operation_key) WHERE operation_key IS NOT NULL;

-- A category's number is the last byte of the stream column, so that a stream's key is 17 bytes and not a text.
CREATE TABLE categories (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- Which events keep a blob alive. Written in the append's own transaction; removing a payload removes its rows.
CREATE TABLE blob_references (
    digest   BLOB    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (digest, position)
) WITHOUT ROWID;
CREATE INDEX blob_references_position ON blob_references (position);
