-- A million answers to the survey of the house over a year, three of ten by invitation, and invitations nobody answered.
-- Keys are not checked while filling: they are taken from the rows themselves.
SET session_replication_role = replica;

CREATE TEMP TABLE lead AS
SELECT row_number() OVER (ORDER BY u.id) - 1 AS turn, u.id, u.unit_id, count(*) OVER () AS of_them
FROM accounts_user u JOIN accounts_rolegrant g ON g.user_id = u.id AND g.role = 'leader'
JOIN accounts_unit p ON p.id = u.unit_id AND p.slug LIKE 'place-%%';

CREATE TEMP TABLE stage AS
SELECT row_number() OVER (ORDER BY id) - 1 AS turn, id FROM feedback_stage ORDER BY id LIMIT 6;

CREATE TEMP TABLE version AS
SELECT v.id, q.id AS question FROM feedback_surveyversion v
JOIN feedback_question q ON q.version_id = v.id AND q.kind = 'nps' ORDER BY v.id LIMIT 1;

INSERT INTO feedback_invitation (id, uuid, token_sha, generation, sent_at, expires_at, about, customer_id, leader_id, place_id,
  stage_id, version_id, is_test, language, delivered_at, opened_at, reminders_sent)
OVERRIDING SYSTEM VALUE
SELECT n, gen_random_uuid(), encode(sha256(('i' || n)::bytea), 'hex'), 1, o.sent, o.sent + interval '30 days', '',
  1 + n %% %(cases)s, l.id, l.unit_id, s.id, v.id, false, 'en', o.sent, CASE WHEN n %% 5 < 3 THEN o.sent END, 0
FROM generate_series(1, %(answers)s / 2) n
CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - interval '1 hour' - (n %% 365) * interval '1 day' - (n %% 977) * interval '1 minute' AS sent) o
JOIN lead l ON l.turn = n %% l.of_them JOIN stage s ON s.turn = n %% 6 CROSS JOIN version v;

INSERT INTO feedback_response (id, at, completed_at, customer_id, invitation_id, leader_id, place_id, stage_id, version_id,
  external_id, held_for, is_test, key, language, origin, revision, source, state, mac, seq, wish, wish_when)
OVERRIDING SYSTEM VALUE
SELECT n, o.given, o.given, 1 + n %% %(cases)s, CASE WHEN n <= %(answers)s / 2 AND n %% 5 < 3 THEN n END, l.id, l.unit_id, s.id, v.id,
  '', '', false, gen_random_uuid(), 'en', '', 1, CASE WHEN n <= %(answers)s / 2 AND n %% 5 < 3 THEN 'invitation' ELSE 'link' END,
  'complete', '', 0, '', ''
FROM generate_series(1, %(answers)s) n
CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - interval '30 minutes' - (n %% 365) * interval '1 day' - (n %% 977) * interval '1 minute' AS given) o
JOIN lead l ON l.turn = n %% l.of_them JOIN stage s ON s.turn = n %% 6 CROSS JOIN version v;

INSERT INTO feedback_answer (revision, kind, score, question_id, response_id)
SELECT 1, 'nps', (ARRAY[10, 9, 9, 8, 8, 7, 10, 6, 3, 9, 10])[1 + r.id %% 11], v.question, r.id FROM feedback_response r CROSS JOIN version v;

SELECT setval(pg_get_serial_sequence('feedback_invitation', 'id'), (SELECT max(id) FROM feedback_invitation));

SELECT setval(pg_get_serial_sequence('feedback_response', 'id'), (SELECT max(id) FROM feedback_response));

DROP TABLE lead, stage, version;

SET session_replication_role = DEFAULT;

ANALYZE;
