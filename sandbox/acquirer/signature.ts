import { createHmac } from 'node:crypto';
import type { Signer } from '../callbacks';

/** Signs callbacks: `Acquirer-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function acquirerSigner(secret: string): Signer {
  return (_url, body) => {
    const time = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
    return { 'Acquirer-Signature': `t=${time},v1=${signature}` };
  };
}
