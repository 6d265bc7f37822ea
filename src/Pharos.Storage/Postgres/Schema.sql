-- Version 1 of the tables. They are made in one transaction under an advisory lock, so that two nodes may start at once.
CREATE TABLE pharos_schema (version integer NOT NULL);

-- The appended table carries the unique keys only; every further index would cost a third of the append rate (docs/guide/log.md).
-- The payload is bytea and never jsonb, because the exact bytes were sealed.
CREATE TABLE events (
    position       bigint   NOT NULL,
    stream         uuid     NOT NULL,
    category       smallint NOT NULL,
    version        bigint   NOT NULL,
    id             uuid     NOT NULL,
    type           text     NOT NULL,
    schema         integer  NOT NULL,
    at             bigint   NOT NULL,
    actor_kind     smallint NOT NULL,
    actor          text     NOT NULL,
    agent          text,
    workspace      text,
    correlation    uuid,
    causation      uuid,
    operation      uuid,
    operation_key  bytea,
    operation_hash bytea,
    payload        bytea    NOT NULL,
    leaf           bytea    NOT NULL,
    hash           bytea    NOT NULL,
    -- Why the payload is gone (1 erased, 2 archived) and the digest that its leaf needs; NULL while it is there.
    removed_kind   smallint,
    removed_digest bytea,
    CONSTRAINT events_position PRIMARY KEY (position)
);

CREATE UNIQUE INDEX events_stream ON events (stream, category, version);
CREATE UNIQUE INDEX events_operation ON events (operation_key) WHERE operation_key IS NOT NULL;

-- Where the log ends. Every append compares and moves this row in its own transaction, so appends of several nodes stand in one order and positions have no gaps.
-- The fence is raised by a node that does not know what came of its last append: a statement that is still under way from before can no longer take effect.
CREATE TABLE log_head (
    one      boolean PRIMARY KEY DEFAULT true CHECK (one),
    position bigint NOT NULL,
    hash     bytea  NOT NULL,
    fence    bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO log_head (position, hash, fence) VALUES (0, decode(repeat('00', 32), 'hex'), 0);

CREATE TABLE categories (number smallint PRIMARY KEY, name text NOT NULL UNIQUE);

-- Which events keep a blob alive. Written in the append's own transaction; removing a payload removes its rows.
CREATE TABLE blob_references (
    digest   bytea  NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (digest, position)
);
CREATE INDEX blob_references_position ON blob_references (position);

CREATE TABLE blobs (digest bytea PRIMARY KEY, content bytea NOT NULL, at timestamptz NOT NULL);

-- These guard against our own mistakes; against an administrator the hash chain does.
-- The one change that passes is the removal of a payload: bytes go, their digest comes, and everything else stays as it is. An archived payload may still be erased.
CREATE FUNCTION events_refuse_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF length(NEW.payload) = 0
        AND NEW.removed_digest IS NOT NULL AND length(NEW.removed_digest) = 32
        AND ((OLD.removed_kind IS NULL AND OLD.removed_digest IS NULL AND NEW.removed_kind IN (1, 2))
            OR (OLD.removed_kind = 2 AND NEW.removed_kind = 1 AND NEW.removed_digest = OLD.removed_digest))
        AND (NEW.position, NEW.stream, NEW.category, NEW.version, NEW.id, NEW.type, NEW.schema, NEW.at, NEW.actor_kind, NEW.actor, NEW.leaf, NEW.hash)
            = (OLD.position, OLD.stream, OLD.category, OLD.version, OLD.id, OLD.type, OLD.schema, OLD.at, OLD.actor_kind, OLD.actor, OLD.leaf, OLD.hash)
        AND (NEW.agent, NEW.workspace, NEW.correlation, NEW.causation, NEW.operation, NEW.operation_key, NEW.operation_hash)
            IS NOT DISTINCT FROM (OLD.agent, OLD.workspace, OLD.correlation, OLD.causation, OLD.operation, OLD.operation_key, OLD.operation_hash)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the log is append-only';
END $$;

CREATE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is append-only';
END $$;

CREATE TRIGGER events_no_update BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION events_refuse_update();
CREATE TRIGGER events_no_delete BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_refuse();
CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_refuse();
