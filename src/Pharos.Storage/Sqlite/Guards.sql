-- These guard against our own mistakes; against an administrator the hash chain does.
-- The one change that passes is the removal of a payload: bytes go, their digest comes, and everything else stays as it is. An archived payload may still be erased.
-- A comparison with NULL is neither true nor false, and a guard that is neither would let it pass; hence coalesce.
CREATE TRIGGER events_no_update BEFORE UPDATE ON events WHEN NOT coalesce(
    typeof(NEW.payload) = 'blob' AND length(NEW.payload) = 0
    AND typeof(NEW.removed_digest) = 'blob' AND length(NEW.removed_digest) = 32
    AND (
        (OLD.removed_kind IS NULL AND OLD.removed_digest IS NULL AND NEW.removed_kind IN (1, 2))
        OR (OLD.removed_kind = 2 AND NEW.removed_kind = 1 AND NEW.removed_digest IS OLD.removed_digest)
    )
    AND NEW.position IS OLD.position
    AND NEW.stream IS OLD.stream
    AND NEW.version IS OLD.version
    AND NEW.id IS OLD.id
    AND NEW.type IS OLD.type
    AND NEW.schema IS OLD.schema
    AND NEW.at IS OLD.at
    AND NEW.actor_kind IS OLD.actor_kind
    AND NEW.actor IS OLD.actor
    AND NEW.agent IS OLD.agent
    AND NEW.workspace IS OLD.workspace
    AND NEW.correlation IS OLD.correlation
    AND NEW.causation IS OLD.causation
    AND NEW.operation IS OLD.operation
    AND NEW.operation_key IS OLD.operation_key
    AND NEW.operation_hash IS OLD.operation_hash
    AND NEW.leaf IS OLD.leaf
    AND NEW.hash IS OLD.hash
, 0) BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
