import { SecretBox } from '../../client/secret-box';
import type { PayloadKeys } from '../../client/codec';
import type { Store } from '../../store/interfaces/store';
import type { ApiDeps } from '../deps';
import { Passwords } from './passwords';
import { SecondFactors } from './second-factor';
import { Sessions } from './sessions';
import type { SessionTimes } from './sessions';
import { UserNames } from './user-names';

/** What the API needs for people. Secrets that it keeps for them are sealed with the payload keys. */
export function peopleParts(
  store: Pick<Store, 'users' | 'sessions'>,
  keys: PayloadKeys,
  times: SessionTimes,
  now: () => Date,
  passwords = new Passwords(),
): Pick<ApiDeps, 'sessions' | 'passwords' | 'secondFactors' | 'secrets' | 'names'> {
  const secrets = new SecretBox(keys);
  return {
    sessions: new Sessions(store.sessions, times, now),
    passwords,
    secondFactors: new SecondFactors(secrets, now),
    secrets,
    names: new UserNames(store.users, now),
  };
}
