import { z } from 'zod';
import { actorView } from './actors';
import { pageQuery } from './paging';
import { cardFreeLine, moment } from './text';

const filters = {
  actorKind: z.enum(['channel', 'user', 'payer', 'system']).optional(),
  actorId: cardFreeLine(128)
    .optional()
    .meta({ description: 'Whose changes, exactly', example: 'usr_01JCKH3E8M5T' }),
  objectKind: cardFreeLine(64).optional().meta({ description: 'What was changed', example: 'payment' }),
  objectId: cardFreeLine(128).optional().meta({ description: 'Which one, exactly; with `objectKind`' }),
  type: cardFreeLine(64).optional().meta({ description: 'What happened', example: 'funding_declined' }),
  from: moment.optional().meta({ description: 'Inclusive' }),
  to: moment.optional().meta({ description: 'Exclusive' }),
};

export const listAuditQuery = z.strictObject({ ...filters, ...pageQuery('Entries a page') });

export const exportAuditQuery = z.strictObject({
  ...filters,
  format: z.enum(['csv', 'ndjson']).default('csv').meta({ description: '`ndjson`: an entry a line' }),
});

/** `1042:3b1f…`, as it is shown. */
const SEAL = /^([1-9]\d{0,14}):([0-9a-f]{64})$/;

export const verifyAuditQuery = z.strictObject({
  expectedSeal: z
    .string()
    .regex(SEAL)
    .transform((text) => {
      const [, number, hash] = SEAL.exec(text)!;
      return { number: Number(number), hash: hash! };
    })
    .optional()
    .meta({ description: 'A seal that was kept elsewhere, as `number:hash`: it must be in the chain' }),
});

export const auditEntry = z
  .strictObject({
    id: z.string().meta({ example: '1048' }),
    at: z.iso.datetime(),
    actor: actorView,
    object: z.strictObject({ kind: z.string().meta({ example: 'payment' }), id: z.string() }),
    version: z.int().optional(),
    type: z.string().meta({ example: 'funding_declined' }),
    data: z.record(z.string(), z.unknown()),
    outcome: z
      .strictObject({ status: z.string(), code: z.string().optional() })
      .optional()
      .meta({ description: 'Of a payment or refund: how it stood afterwards, and why it was declined' }),
    user: actorView
      .optional()
      .meta({ description: 'Who took the payment or asked for the refund, whoever made this change to it' }),
    authorisedBy: actorView.optional().meta({ description: 'Who allowed the refund' }),
    sealed: z.boolean().meta({ description: 'Whether it is in the hash chain already' }),
  })
  .meta({ id: 'AuditEntry' });

export const auditPage = z
  .strictObject({ items: z.array(auditEntry), cursor: z.string().optional() })
  .meta({ id: 'AuditPage' });
