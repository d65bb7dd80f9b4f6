import { newAccount } from '../support/channel';
import type { Payment, Reply } from '../support/channel';
import { Person, personOf } from '../support/person';
import { decideRefund, euros, refundAskedFor } from '../support/refunds';
import type { World } from '../support/world';

/** What was batched, in the order in which it was taken on, and how it must end. */
export interface Taken {
  kind: 'payment' | 'refund';
  id: string;
  endsAs: 'succeeded' | 'declined' | 'cancelled';
  /** Who batched it, and may take it back. */
  by: Person;
}

const HALF = 500;

/** A call centre during an outage: two operators who may batch, and a manager who approves what goes back. */
export class CallCentre {
  readonly taken: Taken[] = [];

  private constructor(
    private readonly world: World,
    readonly operators: readonly Person[],
    readonly manager: Person,
  ) {}

  static async open(world: World): Promise<CallCentre> {
    const { stack } = world;
    const [adam, olga] = [await personOf(stack, 'adam'), await personOf(stack, 'olga')];
    const pavel = { username: 'pavel', displayName: 'Pavel', level: 'operator' };
    const { body } = await adam.post<{ oneTimePassword: string }>('/v1/users', {
      ...pavel,
      permissions: ['payments:batch'],
    });
    const other = new Person(stack.urls.api, pavel.username, body.oneTimePassword);
    await other.signIn();
    return new CallCentre(world, [olga, other], await personOf(stack, 'maria'));
  }

  /** A payment that has gone well, to give something of back later. */
  async sell(): Promise<string> {
    const operator = this.operators[0]!;
    const { body } = await operator.pay({ source: { type: 'card', cardId: this.world.cards.good } });
    const { status } = await operator.untilEnded(body.id);
    if (status !== 'succeeded') throw new Error(`payment ${body.id} is ${status}`);
    return body.id;
  }

  async batchPayment({ refused = false } = {}): Promise<Reply<Payment>> {
    const by = this.operators[this.taken.length % this.operators.length]!;
    const { good, refused: other } = this.world.cards;
    const source = { type: 'card', cardId: refused ? other : good };
    const reply = await by.pay({ account: newAccount(), source, batch: true });
    this.taken.push({ kind: 'payment', id: reply.body.id, endsAs: refused ? 'declined' : 'succeeded', by });
    return reply;
  }

  /** Part of a payment goes back: it takes its place in the queue when it is approved. */
  async batchRefund(paymentId: string): Promise<string> {
    const by = this.operators[0]!;
    const id = await refundAskedFor(by, paymentId, { amount: euros(HALF), batch: true });
    const { status, body } = await decideRefund(this.manager, id, 'approval');
    if (status !== 200 || body.status !== 'batched') throw new Error(`${id} was not batched: ${status}`);
    this.taken.push({ kind: 'refund', id, endsAs: 'succeeded', by });
    return id;
  }

  /** Takes one back that waits. */
  async cancel(place: number): Promise<void> {
    const one = this.taken[place]!;
    const path = one.kind === 'payment' ? `payments/${one.id}/cancel` : `refunds/${one.id}/cancellation`;
    const { status, body } = await one.by.post<{ status: string }>(`/v1/${path}`, {});
    if (status !== 200 || body.status !== 'cancelled')
      throw new Error(`${one.id} could not be cancelled: ${status} ${JSON.stringify(body)}`);
    one.endsAs = 'cancelled';
  }

  /** Those that are to be sent, in order. */
  get toSend(): Taken[] {
    return this.taken.filter(({ endsAs }) => endsAs !== 'cancelled');
  }

  /** Ids of what the acquirer was asked for, in the order of the first arrivals; repetitions too. */
  async sent(): Promise<string[]> {
    const ours = new Set(this.taken.map(({ id }) => id));
    return (await this.world.outside.operations())
      .filter(({ target }) => target === 'acquirer')
      .map(({ reference }) => reference.split('.')[0]!)
      .filter((id) => ours.has(id));
  }
}
