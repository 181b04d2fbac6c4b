% local s = ...

PRAGMA application_id = 0x6d6f6663;
PRAGMA user_version = ${s.sql.layout};
CREATE TABLE mofc_schema (name TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL, labels TEXT NOT NULL) STRICT;
INSERT INTO mofc_schema VALUES (${s.sql.name}, '${s.sql.hash}', '${s.sql.labels}');
