-- Who may operate the server. Passwords are there as Argon2id hashes in PHC form, times as milliseconds since 1970.
CREATE TABLE account (
    name VARCHAR(64) PRIMARY KEY,
    role_label VARCHAR(16) NOT NULL CHECK (role_label IN ('viewer', 'operator', 'admin')),
    password_hash VARCHAR(300) NOT NULL,
    is_enabled BOOLEAN NOT NULL,
    must_change_password BOOLEAN NOT NULL,
    credential BIGINT NOT NULL UNIQUE,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    locked_until_ms BIGINT,
    last_sign_in_ms BIGINT
);

-- One row, locked by whoever changes accounts: one at a time, so that two admins cannot take each other away. It counts the
-- credentials, so that an account made anew does not honour the sign-ins of its namesake.
CREATE TABLE account_change (
    last_credential BIGINT NOT NULL
);

INSERT INTO account_change (last_credential) VALUES (0);
