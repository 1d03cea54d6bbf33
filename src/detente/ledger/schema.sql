-- The record's tables. What is read is appended and never edited; what is derived can be thrown away and derived again.
-- No primary keys on the large tables: they would be indexes to keep in memory, and the appending code sees to it.

create table meta (key varchar not null, value varchar not null);

-- Appended ------------------------------------------------------------------------------------------------------------

create table documents (
    id varchar not null,         -- "d-" and a digest of what was read
    file varchar not null,
    title varchar, author varchar, publisher varchar,
    date varchar,                -- EDTF: when it was published
    address varchar, language varchar,
    known date not null,         -- the first day on which all of it could have been known
    read_at date not null,
    text varchar not null,
    structure json not null      -- blocks, passages, notes, marks, warnings
);

-- One row each time a document's claims were read, by hand or by machine. The latest of a document counts; a reading
-- by nobody (reader is empty) takes the document's claims out of what is derived.
create table readings (
    number integer not null,     -- counts from 1 over the whole record
    document varchar not null,
    reader varchar not null,     -- the reader's name and version
    "at" timestamp not null
);

create table claims (
    reading integer not null,
    id varchar not null,
    document varchar not null, file varchar not null,
    quote varchar not null, "start" integer not null, "end" integer not null,
    kind varchar not null, initiators varchar[] not null, targets varchar[] not null,
    date varchar, modality varchar not null, speaker varchar,
    notes integer[] not null, sources json not null,
    confidence double not null,
    level varchar, about varchar, root varchar,
    known date not null, reader varchar not null,
    evidence json not null
);

-- The log of reviewers' decisions, in order of "at" and id whatever the order of appending.
create table judgements (
    id varchar not null, "at" timestamp not null, reviewer varchar not null,
    action varchar not null, subject varchar not null, payload json not null, reason varchar
);

-- Derived -------------------------------------------------------------------------------------------------------------

-- What the judgements in force say of each claim, or of one act that a claim tells ("c-…:RUS>TALIBAN").
create table rulings (
    document varchar not null, judgement varchar not null, "at" timestamp not null, reviewer varchar not null,
    does varchar not null,       -- accept, reject, correct, add, tie
    claim varchar not null, told json not null,   -- the claim as the reviewer saw it
    fields json not null, reason varchar, tie varchar
);

-- The claims that were ruled on, as they count now; "hidden" ones count no more, or only act by act.
create table judged (
    reading integer not null,
    id varchar not null,
    document varchar not null, file varchar not null,
    quote varchar not null, "start" integer not null, "end" integer not null,
    kind varchar not null, initiators varchar[] not null, targets varchar[] not null,
    date varchar, modality varchar not null, speaker varchar,
    notes integer[] not null, sources json not null,
    confidence double not null,
    level varchar, about varchar, root varchar,
    known date not null, reader varchar not null,
    evidence json not null,
    hidden boolean not null, verdict varchar, judgements varchar[] not null
);

-- What merging sees of the claims that count: one row for each claim and set of actors it tells of. Lists are joined
-- with commas here, since millions of these rows pass through Python.
create table tellings (
    pair varchar not null,       -- the actors in order, joined with "|"
    family varchar not null,     -- kinds that can be merged or undo one another
    claim varchar not null, reading integer not null, document varchar not null, file varchar not null,
    kind varchar not null, initiators varchar not null, targets varchar not null,
    date varchar, modality varchar not null, speaker varchar,
    level varchar, about varchar, root varchar,
    confidence double not null, known date not null,
    dated boolean not null,      -- whether the document has a date, so that "known" does not rest on the day of reading
    "start" integer not null, "end" integer not null,
    said varchar not null,       -- digest of the quote's words
    cites varchar not null,      -- digests of its document as a source, and of the sources that its notes cite
    wire varchar not null,       -- digests of its text, by which copies are known
    noted boolean not null,
    tie varchar,                 -- a reviewer says that all of one tie tell of one act
    works varchar not null       -- the works that a table's row names as its source, joined with line breaks
);

create table events (
    id varchar not null,
    pair varchar not null, family varchar not null,
    kind varchar not null, initiators varchar[] not null, targets varchar[] not null,
    date varchar,
    first date, last date,       -- the first and the last day that the date allows
    modality varchar not null, speaker varchar,
    level varchar, about varchar, root varchar,
    confidence double not null, known date not null, dates varchar[] not null,
    lead varchar not null, reading integer not null,  -- the claim that speaks for it
    "order" integer not null,    -- where that claim stands in its document
    claims varchar[] not null, documents varchar[] not null, voices integer not null,
    works varchar[] not null     -- what rows of tables among its claims name as their source
);

-- Acts of more than two actors, by each pair of them.
create table event_pairs (pair varchar not null, event varchar not null, inside varchar not null);

create table event_claims (event varchar not null, claim varchar not null, reading integer not null, pair varchar not null);

-- A planned act and the one that carried it out.
create table event_links (event varchar not null, other varchar not null, relation varchar not null, pair varchar not null);

create table spells (
    pair varchar not null,
    initiator varchar not null, target varchar not null, dimension varchar not null, level varchar not null,
    "start" varchar, "end" varchar, first date, until date,
    events varchar[] not null,   -- those it begins with, then those that end it
    begun integer not null,      -- how many of them it begins with
    documents varchar[] not null, -- the files it rests on, and the works that rows of tables among them name
    confidence double not null
);

-- What has to be derived again.
create table dirty (pair varchar not null, family varchar not null);

-- What a reader of the record looks at.
create view current_readings as
    select document, max(number) as number from readings group by document;

-- Every claim of every reading, those that were ruled on as they count now.
create view told_claims as
    select claims.*, false as hidden, null::varchar as verdict
        from claims anti join judged on claims.id = judged.id and claims.reading = judged.reading
    union all by name
    select * exclude (judgements) from judged;

create view current_claims as
    select told_claims.* from told_claims join current_readings on told_claims.reading = current_readings.number
        where not hidden;
