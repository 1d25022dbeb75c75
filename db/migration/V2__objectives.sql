-- What happened to the objectives, by the minute for two days and by the hour for forty.
CREATE TABLE slo_tally (
    sli VARCHAR(32) NOT NULL,
    span VARCHAR(8) NOT NULL,
    start_minute BIGINT NOT NULL,
    valid_count BIGINT NOT NULL CHECK (valid_count >= 0),
    good_count BIGINT NOT NULL CHECK (good_count >= 0),
    shed_count BIGINT NOT NULL CHECK (shed_count >= 0),
    judged_by VARCHAR(100) NOT NULL,
    latencies VARCHAR NOT NULL,
    PRIMARY KEY (sli, span, start_minute)
);

CREATE INDEX slo_tally_age ON slo_tally (span, start_minute);

-- Times about which the counts are not the whole truth.
CREATE TABLE slo_hole (
    from_sec BIGINT NOT NULL,
    until_sec BIGINT NOT NULL,
    cause VARCHAR(32) NOT NULL
);

-- One row: the state of the record when it was last saved.
CREATE TABLE slo_run (
    since_sec BIGINT NOT NULL,
    saved_sec BIGINT NOT NULL,
    is_closed BOOLEAN NOT NULL
);
