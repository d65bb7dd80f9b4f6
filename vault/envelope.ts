import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKeys } from './master-keys';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** A secret under a data key of its own, which is under a master key. */
export interface Envelope {
  keyId: string;
  wrappedKey: Buffer;
  sealed: Buffer;
}

/** A record can't be opened: altered, moved to another place, or sealed with a key that is not among ours. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** `about` is bound in: what was sealed about one record opens as no other. */
export function sealEnvelope(secret: Buffer, about: string, keys: MasterKeys): Envelope {
  const dataKey = randomBytes(KEY_BYTES);
  const keyId = keys.newest;
  return { keyId, wrappedKey: wrap(dataKey, about, keyId, keys), sealed: seal(secret, about, dataKey) };
}

/** @throws Unreadable */
export function openEnvelope(
  { keyId, wrappedKey, sealed }: Envelope,
  about: string,
  keys: MasterKeys,
): Buffer {
  return open(sealed, about, unwrap(wrappedKey, about, keyId, keys));
}

/**
 * The same data key under the newest master key; what it seals is not touched.
 * @throws Unreadable
 */
export function rewrap(
  { keyId, wrappedKey }: Pick<Envelope, 'keyId' | 'wrappedKey'>,
  about: string,
  keys: MasterKeys,
): Pick<Envelope, 'keyId' | 'wrappedKey'> {
  const dataKey = unwrap(wrappedKey, about, keyId, keys);
  return { keyId: keys.newest, wrappedKey: wrap(dataKey, about, keys.newest, keys) };
}

function wrap(dataKey: Buffer, about: string, keyId: string, keys: MasterKeys): Buffer {
  return seal(dataKey, wrapping(about, keyId), masterKey(keyId, keys));
}

function unwrap(wrapped: Buffer, about: string, keyId: string, keys: MasterKeys): Buffer {
  return open(wrapped, wrapping(about, keyId), masterKey(keyId, keys));
}

function masterKey(id: string, keys: MasterKeys): Buffer {
  const key = keys.get(id);
  if (key === undefined) throw new Unreadable(`no master key with the id "${id}"`);
  return key;
}

const wrapping = (about: string, keyId: string): string => `data key of ${about} under ${keyId}`;

function seal(plain: Buffer, about: string, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(about));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function open(sealed: Buffer, about: string, key: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Unreadable('too short');
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(about)).setAuthTag(sealed.subarray(-TAG_BYTES));
  const inside = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
  try {
    return Buffer.concat([decipher.update(inside), decipher.final()]);
  } catch {
    throw new Unreadable('it does not fit its key and its place');
  }
}
