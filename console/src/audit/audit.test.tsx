import { screen, within } from '@testing-library/react';
import { button, open } from '../../testing/open';
import type { AuditVerification } from '../api/contract';

/** Has the chain checked by an API that finds this. */
async function check(found: AuditVerification): Promise<void> {
  const { user } = open('/audit', { as: 'adam' });
  const others = globalThis.fetch;
  globalThis.fetch = async (input, options) =>
    (input as Request).url.endsWith('/v1/audit/verification') ? Response.json(found) : others(input, options);
  await user.click(await button('Check the chain'));
}

describe('SWI-9 the chain of the audit log', () => {
  it('is intact up to a seal that can be kept, and what is not sealed yet is said', async () => {
    await check({ intact: true, sealed: 37, unsealed: 3, lastSeal: { number: 9, hash: 'ab12' } });
    expect(await screen.findByText(/Intact: 37 sealed entries/)).toBeInTheDocument();
    expect(screen.getByText('3 entries are not sealed yet.')).toBeInTheDocument();
    expect(screen.getByText('Last seal, to keep elsewhere: 9:ab12')).toBeInTheDocument();
  });

  it.each([
    ['changed', /entry 7: it was changed/],
    ['missing', /entry 7: it is gone/],
    ['inserted', /entry 7: it was put in afterwards/],
    ['chain_broken', /chain of seals is broken.* 7/],
  ] as const)('is told to be altered where an entry is %s', async (problem, text) => {
    await check({ intact: false, sealed: 37, unsealed: 0, firstAltered: { entry: '7', problem } });
    expect(await screen.findByText(text)).toBeInTheDocument();
    expect(screen.queryByText(/not sealed yet/)).not.toBeInTheDocument();
  });
});

it('leads from each entry to all that the same person did', async () => {
  const { user } = open('/audit', { as: 'maria' });
  const [, first] = within(await screen.findByRole('table')).getAllByRole('row');
  await user.click(within(first!).getByRole('link', { name: 'Olga Petrova' }));
  expect(window.location.search).toBe('?actorKind=user&actorId=usr_olga');
  expect(screen.getByLabelText('Their id')).toHaveValue('usr_olga');
});
