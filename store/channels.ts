import type { Scope } from '../domain/scopes';
import type { Database, Statement } from './database';
import type { ApiKey, ChannelStore } from './interfaces/channels';

/**
 * Logs only what changed. A key that was revoked stays so, and one of another channel stays there: then
 * `held` says whose it is.
 */
const GRANT: Statement = {
  name: 'grant',
  text: `
    with changed as (
      insert into channel as c (id, scopes) values ($1, $2)
      on conflict (id) do update set scopes = excluded.scopes where c.scopes <> excluded.scopes returning id
    ), added as (
      insert into api_key (hash, channel) select $3, $1 on conflict do nothing returning hash
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $4, $5, 'channel', $1, 'granted', jsonb_build_object('scopes', $2::text[], 'keyHash', left($3, 12))
      where exists (select from changed) or exists (select from added)
    )
    select channel as held from api_key where hash = $3`,
};

/** One log entry for each channel that lost keys. */
const REVOKE: Statement = {
  name: 'revoke',
  text: `
    with revoked as (
      update api_key set revoked_at = now()
      where ($1::text is null or channel = $1) and starts_with(hash, coalesce($2, '')) and revoked_at is null
      returning *
    ), logged as (
      insert into audit_entry (actor_kind, actor_id, object_kind, object_id, type, data)
      select $3, $4, 'channel', channel, 'revoked', jsonb_build_object('keyHashes', jsonb_agg(left(hash, 12)))
      from revoked group by channel
    )
    select hash, channel, created_at as "createdAt", revoked_at as "revokedAt" from revoked order by created_at, hash`,
};

interface KeyRow {
  hash: string;
  createdAt: Date;
  revokedAt: Date | null;
}

const keyOf = (channel: string, { hash, createdAt, revokedAt }: KeyRow): ApiKey => ({
  hash,
  channel,
  createdAt: createdAt.toISOString(),
  ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
});

export function createChannelStore(database: Database): ChannelStore {
  return {
    async findByKeyHash(hash) {
      const key = await database.read((prisma) =>
        prisma.apiKey.findUnique({ where: { hash }, include: { channel: true } }),
      );
      if (!key || key.revokedAt) return undefined;
      return { id: key.channel.id, scopes: key.channel.scopes as Scope[] };
    },
    async grant(channel, keyHash, actor) {
      const [key] = await database.rows<{ held: string }>(GRANT, [
        ...[channel.id, channel.scopes, keyHash],
        ...[actor.kind, actor.id],
      ]);
      if (key && key.held !== channel.id) throw new Error('this API key belongs to another channel');
    },
    async revoke(which, actor) {
      const [channel, prefix] = 'channel' in which ? [which.channel, null] : [null, which.hashPrefix];
      const values = [channel, prefix, actor.kind, actor.id];
      const keys = await database.rows<KeyRow & { channel: string }>(REVOKE, values);
      return keys.map((key) => keyOf(key.channel, key));
    },
    async list() {
      const keys = { orderBy: [{ createdAt: 'asc' as const }, { hash: 'asc' as const }] };
      const channels = await database.read((prisma) =>
        prisma.channel.findMany({ include: { keys }, orderBy: { id: 'asc' } }),
      );
      return channels.map((channel) => ({
        id: channel.id,
        scopes: channel.scopes as Scope[],
        keys: channel.keys.map((key) => keyOf(channel.id, key)),
      }));
    },
  };
}
