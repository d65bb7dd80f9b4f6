import type { Actor } from '../../domain/actors';
import type { Scope } from '../../domain/scopes';

export interface Channel {
  id: string;
  scopes: Scope[];
}

export interface ApiKey {
  /** SHA-256, in hex. */
  hash: string;
  channel: string;
  /** RFC 3339. */
  createdAt: string;
  revokedAt?: string;
}

export interface ChannelStore {
  /** By the SHA-256 of its API key, in hex; undefined where unknown or revoked. */
  findByKeyHash(keyHash: string): Promise<Channel | undefined>;
  /** Makes or changes a channel and adds a key to it; repeated with the same hash it changes nothing. */
  grant(channel: Channel, keyHash: string, actor: Actor): Promise<void>;
  /** Withdraws all keys of a channel, or those whose hash begins so, for good; answers with those that were not withdrawn before. */
  revoke(which: { channel: string } | { hashPrefix: string }, actor: Actor): Promise<ApiKey[]>;
  /** Every channel with its keys, withdrawn ones too: by id, oldest key first. */
  list(): Promise<(Channel & { keys: ApiKey[] })[]>;
}
