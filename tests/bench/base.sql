-- The mass of rows. Case n belongs to customer n; every third or so is open, the others are closed.
-- Leaders 32 to 500 (place and team leaders) lead in turn; the case's place is the leader's.
-- Few cases belong to place 9 alone, so that one leader's pages have something of everything at any size.
CREATE TEMP TABLE lead AS
SELECT row_number() OVER (ORDER BY p.slug <> 'place-9', u.id) - 1 AS turn, u.id, u.unit_id, u.reports_to_id, count(*) OVER () AS of_them
FROM accounts_user u JOIN accounts_rolegrant g ON g.user_id = u.id AND g.role = 'leader'
JOIN accounts_unit p ON p.id = u.unit_id AND p.slug LIKE 'place-%%';

INSERT INTO feedback_customer (seq, mac, uuid, name, language, source, external_id, created_at)
SELECT 0, '', gen_random_uuid(), 'Customer ' || n, 'en', '', '', %(now)s::timestamptz - interval '400 days'
FROM generate_series(1, %(cases)s + 5000) n;

INSERT INTO feedback_contactpoint (customer_id, kind, value, digest, identifies)
SELECT c.id, 'phone', '+4411' || lpad(c.id::text, 8, '0'), encode(sha256(('p' || c.id)::bytea), 'hex'), true
FROM feedback_customer c;

INSERT INTO feedback_contactpoint (customer_id, kind, value, digest, identifies)
SELECT c.id, 'email', 'c' || c.id || '@example.org', encode(sha256(('m' || c.id)::bytea), 'hex'), true
FROM feedback_customer c;

INSERT INTO feedback_text (body, salt)
SELECT 'The parcel came ' || n %% 9 || ' days late and nobody could say where it was. Number ' || n, md5(n::text)
FROM generate_series(1, %(cases)s) n;

INSERT INTO feedback_case (seq, mac, customer_id, matter, place_id, stage_id, leader_id, state, severity, wish, wish_when,
  reachable, words_id, cycle, base, attempts, hand_overs, mode, received_at, opened_at, due_at, resolved_at, closed_at, "end", outcome)
SELECT CASE WHEN n = 1 THEN %(events)s ELSE 3 END, md5(n::text) || md5(n::text), n, 0, l.unit_id,
  (SELECT id FROM feedback_stage ORDER BY id OFFSET n %% 6 LIMIT 1), l.id,
  CASE WHEN n > %(open)s THEN 'closed' WHEN n %% 10 < 7 THEN 'waiting' WHEN n %% 10 < 9 THEN 'contacted' ELSE 'resolved' END,
  CASE n %% 10 WHEN 0 THEN 'high' WHEN 1 THEN 'low' ELSE 'normal' END, 'call', '', true, n, 1, 0, 0, 0, 'live',
  b.opened, b.opened, b.due, CASE WHEN n > %(open)s OR n %% 10 = 9 THEN b.opened + interval '2 days' END,
  CASE WHEN n > %(open)s THEN b.opened + interval '3 days' END, CASE WHEN n > %(open)s THEN 'put_right' ELSE '' END, 'unknown'
FROM generate_series(1, %(cases)s) n
CROSS JOIN LATERAL (SELECT %(now)s::timestamptz - CASE WHEN n > %(open)s
  THEN interval '5 days' + (n %% 360) * interval '1 day' ELSE (n %% 41) * interval '1 hour' END AS opened) o
CROSS JOIN LATERAL (SELECT o.opened, o.opened + interval '27 hours' AS due) b
JOIN lead l ON l.turn = n %% least(l.of_them, %(cases)s / 20);

INSERT INTO feedback_signal (uuid, kind, channel, source, external_id, customer_id, raised_for_by, consent_noted, scale, text_id,
  wish, wish_when, received_at, logged_at, confirmed, place_id, stage_id, tag, case_id, link_generation, token_sha, code_sha)
SELECT gen_random_uuid(), 'complaint', 'form', '', '', c.customer_id, '', false, '', c.words_id, 'call', '', c.opened_at, c.opened_at,
  true, c.place_id, c.stage_id, '', c.id, 1, encode(sha256(('t' || c.id)::bytea), 'hex'), encode(sha256(('c' || c.id)::bytea), 'hex')
FROM feedback_case c;

INSERT INTO feedback_responsibility (case_id, leader_id, reason, reason_data, starts, end_reason)
SELECT id, leader_id, 'place_head', '{}', opened_at, '' FROM feedback_case;

INSERT INTO accounts_clock (subject_kind, subject_id, kind, ref, cycle, holder_id, started_at, step_amount, step_unit, base, level,
  due_at, next_at, armed_at, met_at, end_reason, failures)
SELECT 'case', c.id, k.kind, 0, 1, c.leader_id, c.opened_at, 8, 'working_hours', 0,
  CASE WHEN k.kind = 'contact' AND c.state = 'waiting' AND c.due_at < %(now)s::timestamptz THEN 1 ELSE 0 END,
  c.due_at + k.more, CASE WHEN k.met IS NULL THEN greatest(c.due_at, %(now)s::timestamptz) + k.more + interval '3 days' END, c.opened_at, k.met, '', 0
FROM feedback_case c CROSS JOIN LATERAL (VALUES
  ('contact', interval '0', CASE WHEN c.state <> 'waiting' THEN c.opened_at + (c.id %% 30) * interval '1 hour' END),
  ('resolution', interval '5 days', c.resolved_at)) k(kind, more, met);

INSERT INTO accounts_escalation (clock_id, level, to_id, reason, skipped, breached_at, detected_at, told_at, due_at, answered_at)
SELECT k.id, 1, coalesce(u.reports_to_id, u.id), 'late', '[]', k.due_at, k.due_at, k.due_at, k.due_at + interval '3 days', k.met_at
FROM accounts_clock k JOIN accounts_user u ON u.id = k.holder_id
WHERE k.kind = 'contact' AND k.due_at < %(now)s::timestamptz AND (k.met_at IS NULL OR k.met_at > k.due_at);

INSERT INTO accounts_miss (clock_id, level, person_id, tried_in_time, at)
SELECT k.id, 0, k.holder_id, false, k.due_at
FROM accounts_clock k WHERE k.kind = 'contact' AND k.due_at < %(now)s::timestamptz AND (k.met_at IS NULL OR k.met_at > k.due_at);

INSERT INTO feedback_contactattempt (case_id, cycle, by_id, acting_as, how, outcome, feeling, stated_at, logged_at, met_clock)
SELECT k.subject_id, 1, k.holder_id, 'leader', 'call', 'reached', 'not_said', k.met_at, k.met_at, true
FROM accounts_clock k WHERE k.kind = 'contact' AND k.met_at IS NOT NULL;

INSERT INTO accounts_event (subject_kind, subject_id, seq, at, actor_key, actor_name, code, data, format, key_id, mac)
SELECT 'case', c.id, s, c.opened_at + s * interval '1 minute', CASE s WHEN 1 THEN 'customer' ELSE 'person:' || c.leader_id END, 'Somebody',
  CASE s WHEN 1 THEN 'opened' ELSE 'contact' END,
  CASE s WHEN 1 THEN jsonb_build_object('leader', c.leader_id, 'severity', 'normal', 'reason', 'place_head')
         ELSE jsonb_build_object('how', 'call', 'outcome', 'voicemail', 'note', jsonb_build_object('text', c.words_id, 'digest', md5(s::text))) END,
  1, '1', md5(s::text) || md5(c.id::text)
FROM feedback_case c CROSS JOIN LATERAL generate_series(1, CASE WHEN c.id = 1 THEN %(events)s ELSE 3 END) s;

INSERT INTO accounts_notice (kind, recipient_kind, recipient_id, reason_key, data, urgent, created_at, seen_at)
SELECT 'case_opened', 'person', leader_id, 'opened:' || id || ':1', jsonb_build_object('case', id), false, opened_at, opened_at FROM feedback_case;

DROP TABLE lead;

ANALYZE;
