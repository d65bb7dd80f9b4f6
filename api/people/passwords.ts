import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Turns } from '../http/turns';

/** Argon2id as OWASP recommends it: 19 MiB, twice over, in one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Of a password that nobody knows, at the same cost. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$gl61qoaNeUPSV8/f+ImEcg$mZ143KukWm2uBL8aCS5LIIPU0DdTknQ6aVClFJy8kV0';

/** Each takes memory, and a thread of the few that also read files and look names up. */
const MOST = { atOnce: 2, waiting: 64 };

/** Letters and digits that are not taken for others: 5 bits each. */
const READABLE = 'abcdefghjkmnpqrstvwxyz0123456789';

/** A password to be read out or typed once: 100 bits. */
export function oneTimePassword(): string {
  const signs = [...randomBytes(20)].map((byte) => READABLE[byte & 31]!).join('');
  return signs.match(/.{5}/g)!.join('-');
}

/** The form in which a password is hashed and compared: keyboards write the same letters in several ways. */
export const normalised = (password: string): string => password.normalize('NFKC');

/** Hashes passwords and checks them, off the event loop, a few at once. Throws `rate_limited` where too many wait. */
export class Passwords {
  private readonly turns = new Turns(MOST);

  constructor(private readonly cost = COST) {}

  /** In PHC form, with a salt of its own. */
  hash(password: string): Promise<string> {
    return this.turns.take(() => hash(normalised(password), this.cost));
  }

  verify(passwordHash: string, password: string): Promise<boolean> {
    return this.turns.take(() => verify(passwordHash, normalised(password)));
  }

  /** Takes as long as `verify`, for a name that nobody has; always false. */
  async verifyNobody(password: string): Promise<false> {
    await this.verify(NOBODY, password);
    return false;
  }
}
