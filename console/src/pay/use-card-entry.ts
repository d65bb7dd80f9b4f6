import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';
import { isSignedOut } from '../api/problems';
import { askForTicket, sendCardNumber } from '../api/vault';
import type { VaultedCard } from '../api/vault';
import { isCardNumber, isExpired } from './card-number';

export interface Typed {
  /** Digits only. */
  number: string;
  month: string;
  year: string;
}

const NOTHING: Typed = { number: '', month: '', year: '' };

/** Keys of texts, where something is wrong. */
export interface Wrong {
  number?: 'vault.incorrect_number';
  expiry?: 'pay.noExpiry' | 'vault.expired_card';
}

export type CardEntry = ReturnType<typeof useCardEntry>;

/**
 * A card number on its way from the keyboard to the vault. It is in this state until it is sent, and nowhere else; what
 * the vault gave for it stays, so that the payment is sent again with the same token.
 */
export function useCardEntry(onKept: (card: VaultedCard) => void) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(NOTHING);
  const [tried, setTried] = useState(false);
  const [kept, setKept] = useState<VaultedCard>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const under = useRef(false);
  const wrong = wrongIn(typed);

  const keyIn = async ({ number, month, year }: Typed): Promise<void> => {
    try {
      const ticket = await askForTicket();
      const card = { number, expiryMonth: Number(month), expiryYear: Number(year) };
      const sent = sendCardNumber(ticket, card);
      setTyped({ number: '', month, year });
      setTried(false);
      const given = await sent;
      setKept(given);
      onKept(given);
    } catch (failure) {
      setError(failure);
      if (isSignedOut(failure)) queries.setQueryData(['session'], null);
    } finally {
      under.current = false;
      setBusy(false);
    }
  };
  const send = (): void => {
    if (under.current) return;
    setError(undefined);
    setTried(true);
    if (wrong.number || wrong.expiry) return;
    under.current = true;
    setBusy(true);
    void keyIn(typed);
  };
  /** Forgets what was typed. */
  const clear = useCallback(() => {
    setTyped(NOTHING);
    setTried(false);
  }, []);
  return {
    typed,
    type: (changes: Partial<Typed>) => setTyped((before) => ({ ...before, ...changes })),
    wrong: tried ? wrong : {},
    kept,
    busy,
    error,
    send,
    clear,
    forgetError: () => setError(undefined),
    /** Another number is to be keyed in. */
    forgetCard: () => setKept(undefined),
  };
}

function wrongIn({ number, month, year }: Typed): Wrong {
  const expired = isExpired(Number(month), Number(year), new Date());
  return {
    number: isCardNumber(number) ? undefined : 'vault.incorrect_number',
    expiry: !month || !year ? 'pay.noExpiry' : expired ? 'vault.expired_card' : undefined,
  };
}
