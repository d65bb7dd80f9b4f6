import { touchesAccess } from '../../domain/users';
import type { Changed, User } from '../../store/interfaces/users';
import { actorOf } from '../people/caller';
import type { ApiDeps } from '../deps';
import { newId } from '../http/ids';
import { oneTimePassword } from '../people/passwords';
import { Problem } from '../http/problems';
import { route } from '../http/route';
import {
  changeUserSchema,
  createUserSchema,
  listUsersQuery,
  newUserView,
  userPage,
  userParams,
  userView,
} from '../schemas/people';

export const listUsers = route({
  method: 'get',
  path: '/v1/users',
  permission: 'users:read',
  operationId: 'listUsers',
  tag: 'Users',
  summary: 'List users, newest first',
  request: { query: listUsersQuery },
  responses: { 200: { description: 'A page of users', schema: userPage } },
  problems: ['invalid_cursor'],
  handle: async ({ deps, query }) => ({ status: 200, json: await deps.store.users.list(query) }),
});

export const createUser = route({
  method: 'post',
  path: '/v1/users',
  permission: 'users:write',
  operationId: 'createUser',
  tag: 'Users',
  summary: 'Add a user',
  request: { body: createUserSchema },
  requestExamples: {
    operator: {
      summary: 'An operator who may batch',
      value: {
        username: 'olga',
        displayName: 'Olga Petrova',
        level: 'operator',
        permissions: ['payments:batch'],
      },
    },
  },
  responses: {
    201: {
      description: 'The user, and a password for the first sign-in',
      schema: newUserView,
      headers: { Location: 'The user' },
    },
  },
  problems: ['username_taken'],
  secretAnswer: true,
  async handle({ deps, caller, body }) {
    const password = oneTimePassword();
    const passwordHash = await deps.passwords.hash(password);
    const { username, displayName, level, permissions = [], language } = body;
    const user = await deps.store.users.create(
      { id: newId('usr'), username, displayName, level, permissions, language, passwordHash },
      actorOf(caller),
    );
    if (!user) throw new Problem('username_taken');
    const headers = { Location: `/v1/users/${user.id}` };
    return { status: 201, headers, json: { user, oneTimePassword: password } };
  },
});

export const getUser = route({
  method: 'get',
  path: '/v1/users/:id',
  permission: 'users:read',
  operationId: 'getUser',
  tag: 'Users',
  summary: 'See a user',
  request: { params: userParams },
  responses: { 200: { description: 'The user', schema: userView } },
  problems: ['user_not_found'],
  handle: async ({ deps, params }) => ({ status: 200, json: await userById(deps, params.id) }),
});

export const changeUser = route({
  method: 'patch',
  path: '/v1/users/:id',
  permission: 'users:write',
  operationId: 'changeUser',
  tag: 'Users',
  summary: 'Change a user',
  description:
    'A new level or permission acts at once, also in sessions that are open; who is disabled is signed out everywhere. ' +
    'Nobody changes their own access, and one administrator always stays.',
  request: { params: userParams, body: changeUserSchema },
  requestExamples: {
    promote: { summary: 'Make somebody a manager', value: { version: 3, level: 'manager' } },
  },
  responses: { 200: { description: 'The user after the change', schema: userView } },
  problems: ['user_not_found', 'user_own_access', 'user_changed_meanwhile', 'last_administrator'],
  async handle({ deps, caller, params, body }) {
    const { version, ...changes } = body;
    if (params.id === caller.id && touchesAccess(changes)) throw new Problem('user_own_access');
    const changed = await deps.store.users.change(params.id, version, changes, actorOf(caller));
    deps.sessions.forgetUser(params.id);
    return { status: 200, json: userAfter(changed) };
  },
});

export async function userById({ store }: ApiDeps, id: string): Promise<User> {
  const user = await store.users.get(id);
  if (!user) throw new Problem('user_not_found');
  return user;
}

function userAfter(changed: Changed): User {
  switch (changed.kind) {
    case 'changed':
      return changed.user;
    case 'not_found':
      throw new Problem('user_not_found');
    case 'stale':
      throw new Problem('user_changed_meanwhile');
    case 'last_administrator':
      throw new Problem('last_administrator');
  }
}
