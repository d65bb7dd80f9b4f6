import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import type { PayloadKeys } from './codec';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';
const TAG = { authTagLength: TAG_BYTES };

/** Keeps a secret that must be shown or used again: AES-256-GCM under the payload keys, of which the first seals. */
export class SecretBox {
  private readonly active: string;

  constructor(private readonly keys: PayloadKeys) {
    this.active = keys.keys().next().value!;
  }

  /** `purpose` says what the secret is for and whose it is: sealed for one, it opens for no other. */
  seal(secret: string, purpose: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.keys.get(this.active)!, iv).setAAD(
      Buffer.from(purpose),
    );
    const sealed = Buffer.concat([iv, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return `${this.active}.${sealed.toString('base64')}`;
  }

  /** @throws Error where the key is gone, the text was altered, or it was sealed for something else */
  open(text: string, purpose: string): string {
    const dot = text.lastIndexOf('.');
    const key = this.keys.get(text.slice(0, dot));
    if (!key) throw new Error(`no payload key with the id "${text.slice(0, dot)}"`);
    const sealed = Buffer.from(text.slice(dot + 1), 'base64');
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, IV_BYTES), TAG);
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = [decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()];
    return Buffer.concat(plain).toString();
  }

  /** Tells equal texts, in hex, to who has the key alone; after another key has taken over it is another. */
  fingerprint(text: string, purpose: string): string {
    const key = hkdfSync('sha256', this.keys.get(this.active)!, '', `fingerprint ${purpose}`, 32);
    return createHmac('sha256', Buffer.from(key)).update(text).digest('hex');
  }

  /** Whether a text was sealed with the key that seals now; one that was not may be sealed again. */
  sealsLike(text: string): boolean {
    return text.slice(0, text.lastIndexOf('.')) === this.active;
  }
}
