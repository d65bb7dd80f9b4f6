import { QueryClient } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import type { World } from '../../fake/world';
import type { Opened } from '../../testing/open';
import { button, fill, heading, open } from '../../testing/open';
import { setLanguage } from '../i18n';

const PAYMENTS = 'POST /v1/payments';
const lineDown = ({ lines }: World): void => void (lines[0]!.status = 'down');

/** Beside the alert about the line. */
const told = (text: string) => screen.findByText(text, { exact: false, selector: '[role=alert] *' });

/** To the step where the card is chosen. */
async function toCard({ user }: Opened): Promise<void> {
  await fill(user, await screen.findByLabelText('Phone number'), '+35799000001');
  await user.click(await button('Find the account'));
  await screen.findByLabelText('Amount');
  await user.click(await button('Next'));
}

describe('SWI-8 a card number that is keyed in while the line is down', () => {
  const TICKETS = 'POST /v1/vault-tickets';
  const VAULT = 'POST /v1/card-numbers';
  const NUMBER = '5555555555554444';
  const year = String(new Date().getUTCFullYear() + 3);

  /** Everything that was sent, by name, and every cache that there is. */
  function watch(): { said: { name: string; text: string }[]; cached: () => string } {
    const said: { name: string; text: string }[] = [];
    const passOn = globalThis.fetch;
    globalThis.fetch = async (input) => {
      const request = input as Request;
      const name = `${request.method} ${new URL(request.url).pathname}`;
      said.push({
        name,
        text: request.url + JSON.stringify([...request.headers]) + (await request.clone().text()),
      });
      return passOn(request);
    };
    const cached = () =>
      JSON.stringify(
        clients.flatMap((client) =>
          [...client.getQueryCache().getAll(), ...client.getMutationCache().getAll()].map(
            ({ state }) => state,
          ),
        ),
      );
    return { said, cached };
  }

  const clients: QueryClient[] = [];
  beforeEach(() => {
    clients.length = 0;
    const mount = QueryClient.prototype.mount;
    jest.spyOn(QueryClient.prototype, 'mount').mockImplementation(function (this: QueryClient) {
      clients.push(this);
      mount.call(this);
    });
  });
  afterEach(() => jest.restoreAllMocks());

  const field = () => screen.findByLabelText('Card number');
  async function type({ user }: Opened, number = NUMBER): Promise<void> {
    await fill(user, await field(), number);
    await user.selectOptions(screen.getByLabelText('Expiry month'), '11');
    await user.selectOptions(screen.getByLabelText('Expiry year'), year);
  }
  async function toNumber(): Promise<Opened> {
    const opened = open('/pay', { as: 'olga', prepare: lineDown });
    await toCard(opened);
    await opened.user.click(await screen.findByLabelText(/^A card number, kept in the vault/));
    return opened;
  }
  const batch = async ({ user }: Opened) => user.click(await button('Batch €19.90'));

  it('goes to the vault and nowhere else, and is batched by its token', async () => {
    const opened = await toNumber();
    const { said, cached } = watch();
    await type(opened);
    expect(await field()).toHaveValue('5555 5555 5555 4444');
    await batch(opened);
    await heading('Batched');
    expect(opened.world.vault.kept).toEqual([
      { token: expect.any(String), number: NUMBER, expiryMonth: 11, expiryYear: Number(year) },
    ]);
    expect(opened.world.payments[0]).toMatchObject({
      status: 'batched',
      source: { type: 'vaulted_card', card: { brand: 'mastercard', last4: '4444' } },
    });
    expect(await screen.findByText('Mastercard •••• 4444')).toBeInTheDocument();
    const [payment] = said.filter(({ name }) => name === PAYMENTS);
    expect(payment!.text).toContain('"batch":true');
    const holding = said.filter(({ text }) => text.includes(NUMBER)).map(({ name }) => name);
    expect(holding).toEqual([VAULT]);
    const [toVault] = said.filter(({ name }) => name === VAULT);
    expect(toVault!.text).not.toMatch(/csrf|idempotency/i);
    const everywhere = [
      cached(),
      document.documentElement.outerHTML,
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
      location.href,
    ].join();
    expect(cached()).toContain('vlt_');
    expect(everywhere).not.toMatch(/5555\D?5555/);
  });

  it('is asked for without a security code, and not filled in or kept by the browser', async () => {
    await toNumber();
    expect(await field()).toHaveAttribute('autocomplete', 'off');
    expect(await field()).toHaveAttribute('inputmode', 'numeric');
    expect(screen.getByText(/never take it down/)).toBeInTheDocument();
    expect(screen.queryByLabelText(/security|CVC|CVV/i)).toBeNull();
  });

  it('is looked at before anything is sent', async () => {
    const opened = await toNumber();
    await batch(opened);
    expect(await screen.findByText(/no valid card number/)).toBeInTheDocument();
    await type(opened, '5555555555554445');
    await batch(opened);
    expect(screen.getByText(/no valid card number/)).toBeInTheDocument();
    expect([opened.sentTo(TICKETS), opened.sentTo(VAULT)]).toEqual([[], []]);
  });

  it('can be corrected in its middle', async () => {
    const opened = await toNumber();
    const input = (await field()) as HTMLInputElement;
    await opened.user.type(input, '5555955555554444');
    await opened.user.type(input, '{Backspace}5', { initialSelectionStart: 6, initialSelectionEnd: 6 });
    expect(input).toHaveValue('5555 5555 5555 4444');
    expect(input.selectionStart).toBe(6);
  });

  it('that the vault refuses is cleared at once, and nothing is paid', async () => {
    const opened = await toNumber();
    opened.world.vault.refuses = 'expired_card';
    await type(opened);
    await batch(opened);
    await told('This card has expired.');
    expect(await field()).toHaveValue('');
    expect(opened.sentTo(PAYMENTS)).toEqual([]);
    await fill(opened.user, await field(), NUMBER);
    await batch(opened);
    await heading('Batched');
  });

  it('may have arrived though no answer came: it is keyed in again with a new ticket', async () => {
    const opened = await toNumber();
    opened.lose(VAULT);
    await type(opened);
    await batch(opened);
    await told('The vault does not answer. Nothing was charged');
    expect(await field()).toHaveValue('');
    await fill(opened.user, await field(), NUMBER);
    await batch(opened);
    await heading('Batched');
    expect(opened.sentTo(TICKETS)).toHaveLength(2);
    expect(opened.sentTo(PAYMENTS)).toHaveLength(1);
  });

  it('is one payment where its answer was lost: the same token under the same key', async () => {
    const opened = await toNumber();
    const before = opened.world.payments.length;
    const { said } = watch();
    opened.lose(PAYMENTS);
    await type(opened);
    await batch(opened);
    expect(await screen.findByText('Mastercard •••• 4444 is in the vault.')).toBeInTheDocument();
    await told('it will not happen twice');
    expect(screen.queryByRole('button', { name: 'Key in another number' })).toBeNull();
    await batch(opened);
    await heading('Batched');
    const [first, second] = opened.sentTo(PAYMENTS);
    expect(second!.key).toBe(first!.key);
    const tokens = said.filter(({ name }) => name === PAYMENTS).map(({ text }) => /vlt_\w+/.exec(text)![0]);
    expect(tokens[1]).toBe(tokens[0]);
    expect(opened.world.payments).toHaveLength(before + 1);
    expect([opened.sentTo(TICKETS).length, opened.sentTo(VAULT).length]).toEqual([1, 1]);
  });

  it('is sent once for a double click', async () => {
    const opened = await toNumber();
    await type(opened);
    await opened.user.dblClick(await button('Batch €19.90'));
    await heading('Batched');
    expect([TICKETS, VAULT, PAYMENTS].map((name) => opened.sentTo(name).length)).toEqual([1, 1, 1]);
  });

  it('whose token was used already is keyed in again', async () => {
    const opened = await toNumber();
    opened.world.vault.paid.add(`vlt_${'1'.padStart(32, '0')}`);
    await type(opened);
    await batch(opened);
    await told('was used for another payment');
    await opened.user.click(await button('Key in another number'));
    await type(opened);
    await batch(opened);
    await heading('Batched');
  });

  it('is not sent when the line has come back: the card page is the way then', async () => {
    const opened = await toNumber();
    await type(opened);
    opened.world.lines[0]!.status = 'up';
    await batch(opened);
    await told('The line is up again: take the card on the card page.');
    expect(screen.queryByLabelText('Card number')).toBeNull();
    expect(screen.getByLabelText(/A different card/)).toBeChecked();
    expect(opened.sentTo(VAULT)).toEqual([]);
    await opened.user.click(await button('To the card page for €19.90'));
    await heading('Waiting for the card page');
  });

  it('is forgotten for another choice', async () => {
    const opened = await toNumber();
    await type(opened);
    await opened.user.click(screen.getByLabelText(/Visa •••• 4242/));
    await opened.user.click(screen.getByLabelText(/^A card number, kept in the vault/));
    expect(await field()).toHaveValue('');
  });

  it('is for whoever may batch, and where there is a vault', async () => {
    const omar = open('/pay', { as: 'omar', prepare: lineDown });
    await toCard(omar);
    await screen.findByText(/you may not batch/);
    expect(screen.queryByLabelText(/in the vault/)).toBeNull();
    const olga = open('/pay', {
      as: 'olga',
      prepare: (world) => {
        lineDown(world);
        world.lines[0]!.takesCardNumbers = false;
      },
    });
    await toCard(olga);
    await button('Batch €19.90');
    expect(screen.queryByLabelText(/in the vault/)).toBeNull();
  });

  it('says in Russian too what went wrong', async () => {
    const opened = await toNumber();
    await type(opened);
    act(() => setLanguage('ru'));
    opened.world.vault.refuses = 'ticket_expired';
    await opened.user.click(await button(/Отложить/));
    await told('Прошло слишком много времени.');
  });
});
