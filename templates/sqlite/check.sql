% local words, question = ...
CREATE TEMP TABLE mofc_check (found INTEGER CONSTRAINT ${sql_name(words)} CHECK (found = 0));
INSERT INTO temp.mofc_check ${question};
DROP TABLE temp.mofc_check;
