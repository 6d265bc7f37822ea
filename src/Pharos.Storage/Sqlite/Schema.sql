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
    hash         BLOB    NOT NULL
);

CREATE UNIQUE INDEX events_stream ON events (stream, version);
CREATE UNIQUE INDEX events_operation ON events (operation_key) WHERE operation_key IS NOT NULL;

-- A category's number is the last byte of the stream column, so that a stream's key is 17 bytes and not a text.
CREATE TABLE categories (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- These guard against our own mistakes; against an administrator the hash chain does.
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
