import type { ProblemText } from './problem-text';

/** Who may: keys, sessions, passwords and users. */
export const PEOPLE_PROBLEMS = {
  key_missing: {
    status: 401,
    title: 'An API key is required',
    help: 'Send `Authorization: Bearer <key>`.',
  },
  key_unknown: {
    status: 401,
    title: 'The API key is not known',
    help: 'The key was mistyped or withdrawn. Ask operations for another.',
  },
  session_required: {
    status: 401,
    title: 'Nobody is signed in',
    help: 'There is no session, or it has ended. Sign in with `POST /v1/session`.',
  },
  sign_in_refused: {
    status: 401,
    title: 'The sign-in was refused',
    help: 'The name, the password or the code is wrong, or the user is disabled. Which of them is not said.',
  },
  second_factor_required: {
    status: 401,
    title: 'A code is required too',
    help: 'The password is right. Send it again with the `code` that the authenticator shows.',
  },
  scope_missing: {
    status: 403,
    title: 'The caller may not do this',
    help: '`detail` names the scope that is needed. Ask operations, or an administrator, to grant it.',
  },
  csrf_token_missing: {
    status: 403,
    title: 'The CSRF token is missing',
    help: 'With a session cookie, send the session’s `csrfToken` as `X-CSRF-Token` with all that is no GET.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Another site asked for this',
    help: 'The `Origin` header names a page that is not ours. Open the console at its own address.',
  },
  password_change_required: {
    status: 403,
    title: 'The password must be changed first',
    help: 'It was made for one sign-in. Set one of your own with `PUT /v1/session/password`.',
  },
  user_own_access: {
    status: 403,
    title: 'Nobody changes their own access',
    help: 'Another administrator changes your level and permissions, disables you or resets what you sign in with.',
  },
  person_required: {
    status: 403,
    title: 'This is for people who are signed in',
    help: 'A channel’s key is not enough, whatever its scopes: it is done by hand, at the console.',
  },
  user_not_found: {
    status: 404,
    title: 'There is no such user',
    help: 'No user has this id. Users are never deleted.',
  },
  username_taken: {
    status: 409,
    title: 'The username is taken',
    help: 'Usernames are never given again, not even those of disabled users.',
  },
  user_changed_meanwhile: {
    status: 409,
    title: 'The user was changed meanwhile',
    help: 'Somebody else was quicker. Get the user, and send the change again with its `version`.',
  },
  last_administrator: {
    status: 409,
    title: 'No administrator would be left',
    help: 'Make another administrator first: somebody must be able to change users.',
  },
  second_factor_present: {
    status: 409,
    title: 'There is a second factor already',
    help: 'Remove it first, with a code that it shows.',
  },
  second_factor_absent: {
    status: 409,
    title: 'There is no second factor',
    help: 'None was proposed to be confirmed, or there is none to be removed.',
  },
  password_wrong: {
    status: 422,
    title: 'The current password is wrong',
    help: 'Wrong ones count as wrong sign-ins, and lock the name after a few.',
  },
  second_factor_wrong: {
    status: 422,
    title: 'The code is wrong',
    help: 'It is another authenticator’s, too old, or was used before. Wait for the next one.',
  },
  sign_in_locked: {
    status: 429,
    title: 'Too many wrong sign-ins',
    help: 'Wait for `Retry-After` seconds; each further wrong one doubles the time. An administrator can unlock the name.',
  },
} as const satisfies Record<string, ProblemText>;
