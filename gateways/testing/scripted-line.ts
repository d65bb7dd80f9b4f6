import type { ScriptedFault } from '../scripted-faults';
import type { LineFault } from './faulty-proxy';

/** The faults of a line as a fake plays them, so that fakes and real adapters pass the same tests. */
export const AS_SCRIPTED: Record<LineFault, ScriptedFault> = {
  dropBefore: { kind: 'dropBefore' },
  dropAfter: { kind: 'dropAfter' },
  silence: { kind: 'dropAfter', reason: 'timeout' },
  serverError: { kind: 'serverError' },
  malformed: { kind: 'malformed' },
};
