import { Option } from 'commander';
import type { Command } from 'commander';
import { ApiProblem, NoAnswer } from '../api';
import type { Posted } from '../api';
import type { Payment } from '../answers';
import { newKey, withJson } from '../context';
import type { Context } from '../context';
import { Exit, UsageError } from '../errors';
import { NotMoney, formatMoney, parseMoney } from '../money';
import { accountText, sourceText, statusText } from '../payment-text';
import { facts } from '../terminal';
import { watchOne } from './watch';

interface PayOptions {
  amount: string;
  currency: string;
  msisdn?: string;
  account?: string;
  contract?: string;
  card?: string;
  returnUrl?: string;
  saveCard?: boolean;
  customer?: string;
  reference?: string;
  receiptPhone?: string;
  receiptEmail?: string;
  receiptLanguage?: string;
  idempotencyKey?: string;
  watch?: boolean;
  json?: boolean;
}

const EXAMPLES = `
Examples:
  pay --amount 10.50 --currency EUR --msisdn +35799000001
  pay --amount 1200 --currency JPY --msisdn +81312345678 --card card_… --receipt-phone +81312345678

Exit code 1 also where the payment was declined.`;

export function addPay(program: Command, context: Context): void {
  const command = program
    .command('pay')
    .description('take a payment, by a registered card or (unless told) on a hosted page')
    .requiredOption('--amount <sum>', 'in units of the currency: 10.50')
    .requiredOption('--currency <code>', 'ISO 4217: EUR')
    .addOption(
      new Option('--msisdn <number>', 'the account’s phone number').conflicts(['account', 'contract']),
    )
    .addOption(new Option('--account <number>', 'the account’s number at the biller').conflicts('contract'))
    .option('--contract <number>', 'the contract’s number at the biller')
    .addOption(new Option('--card <id>', 'pay with this registered card').conflicts(['page', 'saveCard']))
    .option('--page', 'let the payer type a card on the acquirer’s page (default)')
    .option('--return-url <url>', 'where the payer goes after the page')
    .option('--save-card', 'keep the page’s card for --customer')
    .option('--customer <id>', 'your own id of the payer')
    .option('--reference <text>', 'your own reference')
    .option('--receipt-phone <number>', 'send the receipt by SMS')
    .option('--receipt-email <address>', 'send the receipt by e-mail, where SMS fails or is not asked for')
    .option('--receipt-language <tag>', 'en or ru')
    .option('--idempotency-key <key>', 'the same key again is the same payment (default: a new one)')
    .option('--watch', 'follow the payment to its end')
    .addHelpText('after', EXAMPLES);
  withJson(command).action((options: PayOptions) => pay(context, options));
}

async function pay(context: Context, options: PayOptions): Promise<void> {
  const body = requestOf(options);
  const posted = await send(context, body, options.idempotencyKey ?? newKey());
  if (options.json) context.terminal.out(JSON.stringify(posted.body, null, 2));
  else tell(context, posted);
  if (posted.body.status === 'declined') throw new Exit(1);
  if (options.watch) await watchOne(context, posted.body.id, options.json);
}

/** Where no answer came, the same key is the way to find out without paying twice. */
async function send(context: Context, body: unknown, key: string): Promise<Posted<Payment>> {
  try {
    return await context.api.post<Payment>('/v1/payments', body, key);
  } catch (error) {
    const open = error instanceof ApiProblem && (error.problem.status >= 500 || error.problem.status === 409);
    if (open || error instanceof NoAnswer) {
      context.terminal.err(
        `It is safe to ask again: the same command with --idempotency-key ${key} pays once.`,
      );
    }
    throw error;
  }
}

function requestOf(options: PayOptions): Record<string, unknown> {
  const { receiptPhone: phone, receiptEmail: email, receiptLanguage: language } = options;
  const { returnUrl, saveCard, card, customer, reference } = options;
  if (card !== undefined && returnUrl !== undefined)
    throw new UsageError('--return-url goes with --page, not --card');
  if (language !== undefined && !phone && !email) {
    throw new UsageError('--receipt-language needs --receipt-phone or --receipt-email');
  }
  const source =
    card === undefined ? { type: 'hosted_page', returnUrl, saveCard } : { type: 'card', cardId: card };
  const receipt = phone || email ? { phone, email, language } : undefined;
  return {
    amount: amountOf(options),
    account: accountOf(options),
    source,
    customerId: customer,
    reference,
    receipt,
  };
}

function amountOf({ amount, currency }: PayOptions): Payment['amount'] {
  try {
    return parseMoney(amount, currency);
  } catch (error) {
    if (error instanceof NotMoney) throw new UsageError(error.message);
    throw error;
  }
}

function accountOf(options: PayOptions): Payment['account'] {
  for (const by of ['msisdn', 'account', 'contract'] as const) {
    const value = options[by];
    if (value !== undefined) return { by, value };
  }
  throw new UsageError('whose account is it for? Give --msisdn, --account or --contract');
}

function tell(
  { terminal, workflowUrl }: Context,
  { body: payment, status, replayed }: Posted<Payment>,
): void {
  const { id, redirectUrl, funding } = payment;
  terminal.out(
    facts(terminal, [
      ['payment', id],
      ['status', statusText(payment.status, terminal.colours)],
      ['amount', formatMoney(payment.amount)],
      ['account', accountText(payment)],
      ['paid by', sourceText(payment)],
      ['declined', funding.declineCode],
      ['workflow', workflowUrl(id)],
    ]),
  );
  if (replayed) terminal.out('This key was used before: it is the same payment, and nothing new was taken.');
  if (redirectUrl) terminal.out(`\nThe payer goes on here:\n${redirectUrl}`);
  if (status === 202) terminal.out('\nThe acquirer has not answered yet. It is asked; nothing need be done.');
  if (status === 202 || redirectUrl) terminal.out(`Follow it: npm run cli -- watch ${id}`);
}
