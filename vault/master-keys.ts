import { createHmac } from 'node:crypto';

const KEY_BYTES = 32;

/** The keys that data keys are wrapped with: the newest wraps, all unwrap. */
export class MasterKeys {
  readonly newest: string;

  private constructor(private readonly keys: ReadonlyMap<string, Buffer>) {
    this.newest = keys.keys().next().value!;
  }

  /**
   * Reads `id:base64,id:base64`, newest first, 32 bytes each.
   * @throws Error naming the place of a malformed one in the list, never its value
   */
  static parse(text: string): MasterKeys {
    const keys = new Map<string, Buffer>();
    for (const [index, part] of text.split(',').entries()) {
      const [, id, value] = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/.exec(part.trim()) ?? [];
      if (id === undefined || value === undefined) {
        throw new Error(`key ${index + 1} of VAULT_MASTER_KEYS must be id:base64 of ${KEY_BYTES} bytes`);
      }
      if (keys.has(id)) throw new Error(`VAULT_MASTER_KEYS has two keys with the id "${id}"`);
      keys.set(id, Buffer.from(value, 'base64'));
    }
    return new MasterKeys(keys);
  }

  get ids(): string[] {
    return [...this.keys.keys()];
  }

  get(id: string): Buffer | undefined {
    return this.keys.get(id);
  }

  /** Says nothing about the key, but is another for another key. */
  proofOf(id: string): Buffer {
    const key = this.keys.get(id);
    if (key === undefined) throw new Error(`no master key with the id "${id}"`);
    return createHmac('sha256', key).update(`tillflow vault, proof of master key ${id}`).digest();
  }
}
