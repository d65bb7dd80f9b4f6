import type { Browser } from 'playwright-core';
import { newAccount } from '../support/channel';
import { Operator, chromiumProgram, startBrowser } from '../support/browser';
import { APPROVED_CARD } from '../support/outside';
import { typeCard } from '../support/payer';
import { useWorld } from '../support/world';

/** A browser, a whole stack and a machine that may be busy. */
jest.setTimeout(240_000);

/** The main screens, by what the navigation calls them. */
const IN_RUSSIAN = {
  dashboard: 'Обзор',
  payments: 'Платежи',
  pay: 'Новый платёж',
  refunds: 'Возвраты',
  batched: 'Отложенные',
  users: 'Пользователи',
  settings: 'Настройки',
  audit: 'Журнал',
  webhooks: 'Вебхуки',
};

const program = chromiumProgram();
if (!program) {
  const how = 'No Chromium was found: install one (apt-get install chromium), or name it in CHROMIUM.';
  if (process.env.CI) throw new Error(how);
  console.warn(`The console is NOT tested in a browser. ${how}`);
}

(program ? describe : describe.skip)('the console in a browser, against the whole stack', () => {
  const world = useWorld({
    people: true,
    env: { RATE_LIMIT_PER_SECOND: '500', WEBHOOK_ALLOW_HTTP: 'true', WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' },
  });
  const people = new Map<string, Operator>();
  const findings: string[] = [];
  const { value: phone } = newAccount();
  let browser: Browser;

  beforeAll(async () => void (browser = await startBrowser(program!)));
  afterAll(() => browser?.close());

  const person = async (username: string): Promise<Operator> => {
    const known = people.get(username);
    if (known) return known;
    const { stack } = world();
    const { oneTimePassword } = stack.people.find((one) => one.username === username)!;
    const operator = await Operator.open(browser, stack.urls.api);
    const first = people.size === 0;
    await operator.signIn(username, oneTimePassword, first ? (name) => look(operator, name) : undefined);
    people.set(username, operator);
    return operator;
  };
  const look = async (operator: Operator, name: string) => findings.push(...(await operator.inspect(name)));

  test('ONE-2 SWI-1 SWI-3 an operator takes a payment on the card page, which comes back with its outcome', async () => {
    const olga = await person('olga');
    await olga.toCards(phone, '12.34', (name) => look(olga, name));
    await look(olga, 'pay-card');
    await olga.page.getByLabel('A different card').check();
    await olga.page.getByLabel(/Keep the card/).check();
    await olga.press(/To the card page/);
    const link = olga.page.getByRole('link', { name: 'Open the card page' });
    const page = (await link.getAttribute('href'))!;
    await look(olga, 'pay-waiting');
    const { goesTo } = await typeCard(page, APPROVED_CARD);
    await olga.heading('Paid and credited');
    await look(olga, 'pay-outcome');
    await olga.page.goto(goesTo!);
    await olga.heading('Back from the card page');
    await olga.heading('Paid and credited');
    await look(olga, 'returned');
  });

  test('ONE-7 a payment of somebody else appears on the payments screen, and its status changes, by itself', async () => {
    const [olga, maria] = [await person('olga'), await person('maria')];
    await maria.go('Payments');
    const row = maria.page.getByRole('row', { name: /€3\.21/ });
    await olga.toCards(phone, '3.21');
    await olga.page.getByLabel('A different card').check();
    await olga.press(/To the card page/);
    await row.getByText('At the card page').waitFor();
    const page = await olga.page.getByRole('link', { name: 'Open the card page' }).getAttribute('href');
    await typeCard(page!, APPROVED_CARD);
    await row.getByText('Succeeded').waitFor();
  });

  test('ONE-2 SWI-3 the card is registered then, pays again, and a refund is asked for', async () => {
    const olga = await person('olga');
    await olga.toCards(phone, '5');
    await olga.page.getByLabel(/Visa •••• 4242/).check();
    await olga.press(/^Take/);
    await olga.heading('Paid and credited');
    await olga.page.getByRole('link', { name: 'Show the payment' }).click();
    await olga.page.getByText('Credited to the account').waitFor();
    await look(olga, 'payment');
    await olga.press('Ask for a refund');
    await olga.page.getByLabel(/Reason/).fill('Paid twice');
    await look(olga, 'refund-ask');
    await olga.press(/^Ask for €/);
    await olga.page.getByText('asked by Olga Operator').waitFor();
  });

  test('SWI-1 a payment is taken, and a dialog left again, by the keyboard alone', async () => {
    const operator = await person('olga');
    const { page } = operator;
    const { keyboard } = page;
    await operator.tabTo(page.getByRole('link', { name: 'Add payment' }).first());
    await keyboard.press('Enter');
    await operator.heading('Who is calling?');
    await operator.tabTo(page.getByLabel('Phone number'));
    await keyboard.type(phone);
    await keyboard.press('Enter');
    await operator.heading('How much?');
    await operator.focuses('How much?');
    await operator.tabTo(page.getByLabel('Amount'));
    await keyboard.press('Control+A');
    await keyboard.type('6');
    await keyboard.press('Enter');
    await page.getByLabel(/Visa •••• 4242/).waitFor();
    await operator.focuses('Which card?');
    await operator.tabTo(page.getByLabel(/Visa •••• 4242/));
    await keyboard.press('ArrowDown');
    await page.getByRole('button', { name: /To the card page/ }).waitFor();
    await keyboard.press('ArrowUp');
    await operator.tabTo(page.getByRole('button', { name: /^Take/ }));
    await keyboard.press('Enter');
    await operator.heading('Paid and credited');
    await operator.focuses('How it went');
    await operator.tabTo(page.getByRole('link', { name: 'Show the payment' }));
    await keyboard.press('Enter');
    const ask = page.getByRole('button', { name: 'Ask for a refund' });
    await operator.tabTo(ask);
    await keyboard.press('Enter');
    await operator.tabTo(page.getByRole('dialog').getByLabel(/Reason/));
    await keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await operator.focuses('Ask for a refund');
  });

  test('SWI-4 a manager sees the request counted, approves it, and the money goes back', async () => {
    const maria = await person('maria');
    await maria.go('Refunds');
    await look(maria, 'refunds');
    await maria.page.getByRole('button', { name: /asked by Olga/i }).click();
    await maria.page.getByRole('button', { name: /^Approve/ }).waitFor();
    await look(maria, 'refund');
    await maria.press(/^Approve/);
    await maria.page.getByRole('dialog').getByText('Done', { exact: true }).first().waitFor();
    await maria.page.keyboard.press('Escape');
    await maria.page.getByRole('dialog').waitFor({ state: 'detached' });
    const operations = await world().outside.operations();
    expect(operations.filter(({ kind }) => kind === 'refund')).toHaveLength(1);
  });

  test('SWI-2 SWI-5 an administrator changes a setting and adds a user', async () => {
    const adam = await person('adam');
    await adam.go('Settings');
    await adam.page.getByLabel('The card page stays open for', { exact: true }).fill('45');
    // So that the outages of the next tests are soon seen, and soon over.
    await adam.page.getByLabel('A line that is down is tried every', { exact: true }).fill('1');
    await adam.press('Review and save');
    await adam.page.getByText('45 minutes').waitFor();
    await look(adam, 'settings-review');
    await adam.press('Change them now');
    await adam.page.getByRole('dialog').waitFor({ state: 'detached' });
    await look(adam, 'settings');
    await adam.go('Users');
    await adam.press('Add a user');
    await adam.page.getByLabel('User name').fill('pavel');
    await adam.page.getByLabel('Full name').fill('Pavel Orlov');
    await look(adam, 'user-add');
    await adam.page.getByRole('dialog').getByRole('button', { name: 'Add a user' }).click();
    await adam.press('I have kept it');
    await adam.page.getByText('Pavel Orlov').waitFor();
    await look(adam, 'users');
    await adam.press('Change Pavel Orlov');
    await look(adam, 'user-edit');
    await adam.page.keyboard.press('Escape');
  });

  test('SWI-6 during an outage whoever may batches, others are refused, and it goes out by itself', async () => {
    const { outside } = world();
    const [olga, omar] = [await person('olga'), await person('omar')];
    await outside.fault({ target: 'acquirer', kind: 'outage', times: null });
    for (const one of [olga, omar])
      await one.page
        .getByText(/The line to .* is down/)
        .first()
        .waitFor();
    await omar.toCards(phone, '7');
    await omar.page.getByText(/you may not batch/).waitFor();
    await look(omar, 'pay-refused');
    await olga.toCards(phone, '8');
    await olga.press(/^Batch/);
    await olga.heading('Batched');
    await look(olga, 'pay-batched');
    await olga.go('Payments');
    await olga.page
      .getByRole('row', { name: /€12\.34/ })
      .first()
      .getByRole('link')
      .click();
    await olga.press('Ask for a refund');
    await olga.page.getByLabel(/Reason/).fill('Wrong account');
    await olga.press(/^Ask for €/);
    await olga.page.getByRole('dialog').waitFor({ state: 'detached' });
    const maria = await person('maria');
    await maria.go('Refunds');
    await maria.page.getByRole('button', { name: /^Decide.*asked by Olga/i }).click();
    const dialog = maria.page.getByRole('dialog');
    await dialog.getByText(/Whoever asked has had this one batched/).waitFor();
    await look(maria, 'refund-batched');
    await maria.press(/^Approve/);
    await dialog.getByText('Approved, batched').waitFor();
    await olga.go('Batched');
    await olga.page.getByRole('row', { name: /Wrong account/ }).waitFor();
    await look(olga, 'batched');
    await outside.noFaults();
    await olga.page.getByRole('cell', { name: /Succeeded/ }).waitFor();
    await olga.page.getByRole('row', { name: /Wrong account.*Done/ }).waitFor();
    await maria.page.keyboard.press('Escape');
  });

  test('SWI-6 SWI-8 a card number is keyed in during an outage, and charged once by itself when the line is back', async () => {
    const { outside } = world();
    const olga = await person('olga');
    await olga.page.getByText(/The line to .* is down/).waitFor({ state: 'detached' });
    await outside.fault({ target: 'acquirer', kind: 'outage', times: null });
    await olga.page
      .getByText(/The line to .* is down/)
      .first()
      .waitFor();
    await olga.toCards(phone, '9');
    await olga.page.getByLabel(/^A card number, kept in the vault/).check();
    await olga.page.getByLabel('Card number', { exact: true }).pressSequentially(APPROVED_CARD);
    expect(await olga.page.getByLabel('Card number', { exact: true }).inputValue()).toBe(
      '4242 4242 4242 4242',
    );
    await olga.page.getByLabel('Expiry month').selectOption('12');
    await olga.page.getByLabel('Expiry year').selectOption(String(new Date().getUTCFullYear() + 3));
    await look(olga, 'pay-number');
    const posted: { url: string; body: string }[] = [];
    olga.page.on('request', (request) => posted.push({ url: request.url(), body: request.postData() ?? '' }));
    await olga.press(/^Batch/);
    await olga.heading('Batched');
    await olga.page.getByText('Visa •••• 4242').waitFor();
    await look(olga, 'pay-number-batched');
    const holding = posted.filter(({ url, body }) => (url + body).includes(APPROVED_CARD));
    expect(holding.map(({ url }) => new URL(url).pathname)).toEqual(['/v1/card-numbers']);
    expect(new URL(holding[0]!.url).origin).not.toBe(olga.url);
    await olga.page.getByRole('link', { name: 'Show the payment' }).click();
    const id = /pay_\w+/.exec(olga.page.url())![0];
    await outside.noFaults();
    await olga.page.getByText('Credited to the account').waitFor();
    expect(await outside.books(id)).toMatchObject({ charges: 1, registrations: 1 });
  });

  test('SWI-1 every other screen is there, for whom it is for', async () => {
    const adam = await person('adam');
    for (const name of ['Dashboard', 'Payments', 'Audit log', 'Webhooks']) {
      await adam.go(name);
      await look(adam, name.toLowerCase().replace(' ', '-'));
    }
    await adam.press('Add an endpoint');
    await adam.page.getByLabel('Channel').fill('demo');
    // Nobody listens there: its delivery fails, and is on the log.
    await adam.page.getByLabel('Address').fill('http://127.0.0.1:9/hooks');
    await look(adam, 'webhook-add');
    await adam.page.getByRole('dialog').getByRole('button', { name: 'Add an endpoint' }).click();
    await adam.press('I have kept it');
    await adam.page.getByRole('link', { name: 'http://127.0.0.1:9/hooks' }).click();
    await adam.press('Send a test');
    await adam.page.getByText('1 attempt', { exact: true }).click();
    await look(adam, 'webhook');
  });

  test('SWI-1 a payment that is stuck is decided about in a dialog', async () => {
    const maria = await person('maria');
    // Nothing gets stuck here within the time of a test: the API's answer is given the reason.
    await maria.page.route(/\/v1\/payments\/pay_\w+$/, async (route) => {
      const response = await route.fetch();
      const payment = (await response.json()) as Record<string, unknown>;
      await route.fulfill({ response, json: { ...payment, attention: { reason: 'crediting_unresolved' } } });
    });
    await maria.go('Payments');
    await maria.page
      .getByRole('row', { name: /Succeeded/ })
      .first()
      .getByRole('link')
      .click();
    await maria.press('Decide');
    await maria.page.getByLabel(/What this rests on/).waitFor();
    await look(maria, 'resolve');
    await maria.page.keyboard.press('Escape');
    await maria.page.unroute(/\/v1\/payments\/pay_\w+$/);
  });

  test('SWI-1 the same in Russian', async () => {
    const adam = await person('adam');
    await adam.page.getByRole('link', { name: 'Adam' }).click();
    await adam.heading('Profile');
    await look(adam, 'profile');
    await adam.page.getByText('Русский').click();
    await adam.heading('Профиль');
    await look(adam, 'profile-ru');
    for (const [name, title] of Object.entries(IN_RUSSIAN)) {
      await adam.go(title);
      // Of what it says axe has been told in English; longer words may still not fit.
      findings.push(...(await adam.inspect(`${name}-ru`, ['narrow'])));
    }
    await adam.page.getByRole('link', { name: 'Adam' }).click();
    await adam.page.getByText('English').click();
    await adam.heading('Profile');
  });

  test('SWI-1 nothing was refused by the content policy, no script failed, and axe found nothing serious', () => {
    expect(
      [...people].flatMap(([name, { complaints }]) => complaints.map((one) => `${name}: ${one}`)),
    ).toEqual([]);
    expect(findings).toEqual([]);
  });
});
