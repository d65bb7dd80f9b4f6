import { z } from 'zod';

export const actorView = z
  .strictObject({
    kind: z.enum(['channel', 'user', 'payer', 'system']),
    id: z.string(),
    name: z.string().optional().meta({ description: 'Of a user; shown to people' }),
  })
  .meta({ id: 'Actor', description: 'Who made a change' });
