import { translate } from './failures';
import { StoreUnavailable } from './interfaces/failures';

const withCode = (code: string, more: object = {}) =>
  Object.assign(new Error('it failed'), { code, ...more });

describe('errors that pass by themselves', () => {
  it.each(['08000', '08006', '40001', '40P01', '57P01', '57P02', '57P03', '53300', '57014', '25006'])(
    'SQLSTATE %s',
    (code) => {
      expect(translate(withCode(code, { severity: 'ERROR' }))).toBeInstanceOf(StoreUnavailable);
    },
  );
  it.each(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'P1001', 'P1017', 'P2034'])('%s', (code) => {
    expect(translate(withCode(code))).toBeInstanceOf(StoreUnavailable);
  });
  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('"%s"', (message) => {
    expect(translate(new Error(message))).toBeInstanceOf(StoreUnavailable);
  });
  it('wrapped by Prisma, or by the several addresses of a host', () => {
    const inner = { originalCode: '57P01', kind: 'postgres' };
    expect(translate(withCode('P2010', { meta: { driverAdapterError: { cause: inner } } }))).toBeInstanceOf(
      StoreUnavailable,
    );
    expect(translate(new AggregateError([withCode('ECONNREFUSED')]))).toBeInstanceOf(StoreUnavailable);
  });
});

describe('errors that do not', () => {
  it('name the constraint, and nothing of the row', () => {
    const detail = 'Failing row contains (tok_secret)';
    const error = translate(
      withCode('23514', { severity: 'ERROR', detail, constraint: 'payment_status_check' }),
    );
    expect(error).toMatchObject({
      name: 'StatementRefused',
      code: '23514',
      constraint: 'payment_status_check',
    });
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify(error) + error.stack).not.toContain('tok_secret');
  });
  it('are left as they are where they are not the database’s', () => {
    const error = new TypeError('a bug');
    expect(translate(error)).toBe(error);
  });
});
