import { Secret, TOTP } from 'otpauth';
import type { SecretBox } from '../../client/secret-box';
import type { SecondFactor, UsedCode } from '../../store/interfaces/users';

const ISSUER = 'Tillflow';
/** Clocks and fingers are late: the codes before and after count too. */
const WINDOW = 1;

const purposeOf = (userId: string): string => `second factor of ${userId}`;

const totpOf = (base32: string, label = ''): TOTP =>
  new TOTP({
    issuer: ISSUER,
    label,
    secret: Secret.fromBase32(base32),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
  });

/** Codes of an authenticator (RFC 6238). Secrets lie in the store sealed with the payload keys, each for its user. */
export class SecondFactors {
  constructor(
    private readonly box: SecretBox,
    private readonly now: () => Date,
  ) {}

  /** A new secret: as the authenticator wants it, and as the store keeps it. */
  propose(userId: string, username: string): { secret: string; otpauthUrl: string; sealed: string } {
    const secret = new Secret({ size: 20 }).base32;
    const otpauthUrl = totpOf(secret, username).toString();
    return { secret, otpauthUrl, sealed: this.box.seal(secret, purposeOf(userId)) };
  }

  /** The code's time step, where it is right and later than the one used last. */
  check(userId: string, sealed: string, code: string, lastStep = 0): UsedCode | undefined {
    const secret = this.box.open(sealed, purposeOf(userId));
    const timestamp = this.now().getTime();
    const totp = totpOf(secret);
    const delta = totp.validate({ token: code, timestamp, window: WINDOW });
    if (delta === null) return undefined;
    const step = totp.counter({ timestamp }) + delta;
    if (step <= lastStep) return undefined;
    const old = !this.box.sealsLike(sealed);
    return { step, ...(old && { resealed: this.box.seal(secret, purposeOf(userId)) }) };
  }

  /** The same, of a user who has one. */
  checkOf(userId: string, { secret, lastStep }: SecondFactor, code: string): UsedCode | undefined {
    return secret === undefined ? undefined : this.check(userId, secret, code, lastStep);
  }
}
