const amount = { value: 1050, currency: 'EUR' };
const account = { by: 'msisdn', value: '+35799000001' };

export const createPaymentExamples = {
  hostedPage: {
    summary: 'The payer types the card on the acquirer’s page',
    value: {
      amount,
      account,
      source: { type: 'hosted_page', returnUrl: 'https://shop.example/thanks' },
      receipt: { phone: '+35799000001', language: 'en' },
    },
  },
  registeredCard: {
    summary: 'A card registered before',
    value: {
      amount,
      account,
      source: { type: 'card', cardId: 'card_01JCKH3E8M5T0V6ZQ2W9RYXB4D' },
      customerId: 'cus-42',
      reference: 'invoice 7',
    },
  },
};

const id = 'pay_01JCKH3E8M5T0V6ZQ2W9RYXB4D';
const createdAt = '2026-01-31T10:00:00.000Z';

export const createdExamples = {
  funded: {
    summary: 'A registered card was charged; crediting goes on',
    value: {
      id,
      status: 'funded',
      amount,
      account,
      channel: 'demo',
      source: { type: 'card', card: { id: 'card_01JCKH3E8M5T0V6ZQ2W9RYXB4D', brand: 'visa', last4: '4242' } },
      customerId: 'cus-42',
      reference: 'invoice 7',
      funding: { status: 'succeeded', externalId: 'op_17' },
      crediting: { status: 'pending' },
      createdAt,
      version: 2,
    },
  },
  awaitingPayer: {
    summary: 'A hosted page is open: send the payer to `redirectUrl`',
    value: {
      id,
      status: 'awaiting_payer',
      amount,
      account,
      channel: 'demo',
      source: { type: 'hosted_page', returnUrl: 'https://shop.example/thanks', saveCard: false },
      funding: { status: 'pending' },
      crediting: { status: 'none' },
      redirectUrl: 'https://acquirer.example/pay/cs_9',
      expiresAt: '2026-01-31T10:30:00.000Z',
      receipt: { phone: '+35799000001', language: 'en' },
      createdAt,
      version: 2,
    },
  },
};
