import type { PaymentOrder } from '../domain/orders';
import { referenceOf } from '../domain/steps';
import type { CardVault } from '../gateways/vault/vault';

/** @throws while the vault has not said that the number is gone: another try is worth it */
export async function eraseCard(
  { vault }: { vault?: CardVault },
  { id, source }: PaymentOrder,
): Promise<true> {
  if (source.type !== 'vaulted_card') return true;
  if (!vault) throw new Error(`the card number of ${id} can't be erased: no vault is set up`);
  const erased = await vault.erase(source.vaultToken, referenceOf(id, 'fund'));
  if (erased.kind !== 'succeeded') throw new Error(`the vault has not erased the card number of ${id} yet`);
  return true;
}
