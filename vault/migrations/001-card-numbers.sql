-- Card numbers that wait to be sent. Everything about a card is inside `sealed`; nothing else here tells one from another.
create table card_number (
  id text primary key,
  -- Which master key wraps the record's own data key.
  key_id text not null,
  wrapped_key bytea not null,
  sealed bytea not null,
  -- The user who keyed it in.
  entered_by text not null,
  -- The one operation that it may be sent for, from the first sending on.
  sent_under text,
  sent_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20);
create index card_number_expiry on card_number (expires_at);
create index card_number_key on card_number (key_id, id);

-- What is left of a card number: that it was there.
create table erased_card (
  id text primary key,
  reason text not null check (reason in ('answered', 'asked', 'expired')),
  erased_at timestamptz not null
);

create table used_ticket (
  nonce text primary key,
  expires_at timestamptz not null
);

-- Tells a master key from another one under the same id, before anything is sealed with it.
create table master_key (
  id text primary key,
  proof bytea not null,
  first_used_at timestamptz not null default now()
);
