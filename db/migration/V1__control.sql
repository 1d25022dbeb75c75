-- What operators decide, and the audit of it.

-- Each change of the limits, with every value in force since, but for secrets (YAML).
CREATE TABLE limit_version (
    version BIGINT PRIMARY KEY CHECK (version > 0),
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    action VARCHAR(64) NOT NULL,
    author VARCHAR(200) NOT NULL,
    author_role VARCHAR(200) NOT NULL,
    origin VARCHAR(200) NOT NULL,
    reason VARCHAR(8000) NOT NULL,
    snapshot VARCHAR NOT NULL
);

-- What a change altered, as shown to people: secrets are masked.
CREATE TABLE limit_change (
    version BIGINT NOT NULL REFERENCES limit_version (version),
    place INTEGER NOT NULL,
    limit_key VARCHAR(200) NOT NULL,
    shown_before VARCHAR NOT NULL,
    shown_after VARCHAR NOT NULL,
    PRIMARY KEY (version, place)
);

-- Values that operators set and that hold instead of the configured ones, as long as those stay the same.
CREATE TABLE limit_override (
    limit_key VARCHAR(200) PRIMARY KEY,
    set_value VARCHAR NOT NULL,
    configured_then VARCHAR NOT NULL,
    version BIGINT NOT NULL REFERENCES limit_version (version)
);

-- A chain of hashes; see docs/store.md.
CREATE TABLE audit_entry (
    sequence BIGINT PRIMARY KEY,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    author VARCHAR(200) NOT NULL,
    author_role VARCHAR(200) NOT NULL,
    origin VARCHAR(200) NOT NULL,
    action VARCHAR(64) NOT NULL,
    target VARCHAR(200) NOT NULL,
    state_before VARCHAR(8000) NOT NULL,
    state_after VARCHAR(8000) NOT NULL,
    reason VARCHAR(8000) NOT NULL,
    is_success BOOLEAN NOT NULL,
    previous_hash VARCHAR(64) NOT NULL,
    hash VARCHAR(64) NOT NULL
);

CREATE INDEX audit_entry_time ON audit_entry (made_at);

-- One row: the last entry. Whoever appends locks it first, so that entries come one after the other.
CREATE TABLE audit_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sequence BIGINT NOT NULL,
    hash VARCHAR(64) NOT NULL
);

INSERT INTO audit_head (id, sequence, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
