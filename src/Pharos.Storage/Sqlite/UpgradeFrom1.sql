-- From tables of version 1: payloads can be removed, blobs are counted, and an operation's key begins with its id, which appends to its index where a hash was spread over it.
DROP TRIGGER events_no_update;
DROP TRIGGER events_no_delete;

ALTER TABLE events ADD COLUMN removed_kind INTEGER;
ALTER TABLE events ADD COLUMN removed_digest BLOB;

DROP INDEX events_operation;
UPDATE events SET operation_key = pharos_operation_key(actor, operation) WHERE operation_key IS NOT NULL;
CREATE UNIQUE INDEX events_operation ON events (operation_key) WHERE operation_key IS NOT NULL;

CREATE TABLE blob_references (
    digest   BLOB    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (digest, position)
) WITHOUT ROWID;
CREATE INDEX blob_references_position ON blob_references (position);
