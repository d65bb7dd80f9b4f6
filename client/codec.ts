import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const ENCODING = Buffer.from('binary/encrypted');
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Payload keys by id; the first encrypts, the others still decrypt what was written under them. */
export type PayloadKeys = ReadonlyMap<string, Buffer>;

/**
 * Reads `id:base64,id:base64`, 32 bytes each.
 * @throws Error naming the key's id (never its value) where one is malformed.
 */
export function parsePayloadKeys(text: string): PayloadKeys {
  const keys = new Map<string, Buffer>();
  for (const part of text.split(',')) {
    const [id, value] = part.trim().split(':');
    const key = Buffer.from(value ?? '', 'base64');
    if (!id || key.length !== 32) throw new Error(`payload key "${id ?? ''}" must be 32 bytes in base64`);
    keys.set(id, key);
  }
  return keys;
}

/** Encrypts every payload with AES-256-GCM: what Temporal stores can't be read without our keys. */
export class EncryptionCodec implements PayloadCodec {
  private readonly active: string;

  constructor(private readonly keys: PayloadKeys) {
    this.active = keys.keys().next().value!;
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.seal(payload));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.open(payload));
  }

  private seal(payload: Payload): Payload {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.active)!, iv);
    const plain = temporal.api.common.v1.Payload.encode(payload).finish();
    const data = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    return { metadata: { encoding: ENCODING, 'encryption-key-id': Buffer.from(this.active) }, data };
  }

  private open(payload: Payload): Payload {
    const { metadata, data } = payload;
    if (!data || !metadata?.encoding || !ENCODING.equals(metadata.encoding)) return payload;
    const keyId = Buffer.from(metadata['encryption-key-id'] ?? []).toString();
    const key = this.keys.get(keyId);
    if (!key) throw new Error(`no payload key with the id "${keyId}"`);
    const sealed = Buffer.from(data);
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return temporal.api.common.v1.Payload.decode(plain);
  }
}
