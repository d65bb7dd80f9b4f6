import { FakeSmsc, type FakeSmscConfig } from './fake-smsc';
import { SmppSmsc, type SmppSmscConfig } from './smpp-smsc';
import type { Smsc } from './smsc';
import { TwilioSmsc, type TwilioSmscConfig } from './twilio-smsc';

export type SmscConfig =
  | ({ kind: 'smpp' } & SmppSmscConfig)
  | ({ kind: 'twilio' } & TwilioSmscConfig)
  | ({ kind: 'fake' } & FakeSmscConfig);

/** The one place that knows which ways to send texts there are, the fake among them. */
export function createSmsc(config: SmscConfig): Smsc {
  switch (config.kind) {
    case 'smpp':
      return new SmppSmsc(config);
    case 'twilio':
      return new TwilioSmsc(config);
    case 'fake':
      return new FakeSmsc(config);
  }
}
