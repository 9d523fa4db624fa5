-- What is appended is numbered by indexes alone, as letters are since step015: a plan that was made while the logs were
-- empty would go on reading them whole.
alter function core.append(
    smallint[], bigint[], bigint[], text[], int[], text[], bytea[], text[], text[], text[], text[], text[],
    timestamptz[], timestamptz[], bigint[], text[], bytea[], bytea[], int[], int[], text[])
    set enable_seqscan = off;
