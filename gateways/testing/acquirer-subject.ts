import type { DeclineCode } from '../../domain/declines';
import type { LineFault } from './faulty-proxy';
import type { Acquirer } from '../acquirer/acquirer';

export type FaultyCall = 'probe' | 'authorise' | 'inquireAuthorisation' | 'capture' | 'release' | 'refund';

/** An acquirer under test, and what the test needs of the world behind it. */
export interface AcquirerSubject {
  acquirer: Acquirer;
  /** A charge token for a card that is approved, or declined with the code. */
  token(card: 'approved' | DeclineCode): Promise<string>;
  /** The next call of this kind goes wrong. */
  fault(fault: LineFault, call: FaultyCall): void;
  /** How many operations that went well the acquirer has on its own books under a reference. */
  commits(reference: string): Promise<number>;
  /** A callback about a reference. `ageSeconds` old (0 is now), signed by the acquirer or by somebody else. */
  callback(
    reference: string,
    options?: { ageSeconds?: number; forged?: boolean },
  ): Promise<{ headers: Record<string, string>; rawBody: Buffer }>;
  /** A token fresh from a channel's card form, and one that no form ever gave. */
  formToken(): Promise<string>;
  unknownFormToken: string;
  /** Where the test can be the payer on a hosted page. */
  payer?: {
    approve(url: string): Promise<void>;
    cancel(url: string): Promise<void>;
  };
  close(): Promise<void>;
}

/** What differs between acquirers, said before the subject is made. */
export interface AcquirerFeatures {
  /** The declines that a card can be had for. */
  declines: readonly DeclineCode[];
  /** False where a repeated key is executed anew. */
  idempotent: boolean;
  pages: boolean;
  /** False where an emulator gives back more than it took. */
  limitsRefunds: boolean;
}
