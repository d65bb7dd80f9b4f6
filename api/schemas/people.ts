import { z } from 'zod';
import { GRANTED_PERMISSIONS, LEVELS } from '../../domain/levels';
import { SCOPES } from '../../domain/scopes';
import { LANGUAGES, USERNAME } from '../../domain/users';
import { pageQuery } from './paging';
import { cardFreeLine, line } from './text';

const timestamp = z.iso.datetime().meta({ description: 'RFC 3339', example: '2026-01-31T10:00:00.000Z' });

export const userView = z
  .strictObject({
    id: z.string().meta({ example: 'usr_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
    username: z.string().meta({ example: 'olga' }),
    displayName: z.string(),
    level: z.enum(LEVELS),
    permissions: z.array(z.enum(GRANTED_PERMISSIONS)).meta({ description: 'Granted beside the level' }),
    disabled: z.boolean(),
    locked: z.boolean().meta({ description: 'After too many wrong sign-ins, for a time' }),
    secondFactor: z.boolean(),
    passwordChangeRequired: z.boolean(),
    language: z.enum(LANGUAGES).optional(),
    lastSignInAt: timestamp.optional(),
    createdAt: timestamp,
    version: z.int().meta({ description: 'Counts the changes; send it with the next one' }),
  })
  .meta({ id: 'User' });

export const userPage = z
  .strictObject({
    items: z.array(userView),
    cursor: z.string().optional().meta({ description: 'Send it for the next page; absent on the last' }),
  })
  .meta({ id: 'UserPage' });

const oneTimePassword = z
  .string()
  .meta({ description: 'Shown this once; it must be changed at the first sign-in' });

export const newUserView = z.strictObject({ user: userView, oneTimePassword }).meta({ id: 'NewUser' });
export const passwordReset = z.strictObject({ oneTimePassword }).meta({ id: 'PasswordReset' });

export const sessionView = z
  .strictObject({
    user: userView,
    scopes: z.array(z.enum(SCOPES)),
    csrfToken: z.string().meta({ description: 'Send it as `X-CSRF-Token` with all that is no GET' }),
    passwordChangeRequired: z.boolean(),
    idleExpiresAt: timestamp.meta({ description: 'When the session ends unless it is used' }),
    expiresAt: timestamp.meta({ description: 'When it ends, however busy' }),
  })
  .meta({ id: 'Session' });

export const secondFactorProposal = z
  .strictObject({
    secret: z.string().meta({ description: 'Base32, for typing' }),
    otpauthUrl: z.string().meta({ description: 'For a QR code' }),
  })
  .meta({ id: 'SecondFactorProposal' });

/** As it is typed, however long: what it must be is said of new ones only. */
const password = z.string().min(1).max(1024).meta({ format: 'password' });
const code = z
  .string()
  .regex(/^\d{6}$/, 'Expected six digits.')
  .meta({ description: 'What the authenticator shows', example: '123456' });

export const signInSchema = z
  .strictObject({
    username: line(256).transform((text) => text.trim().toLowerCase()),
    password,
    code: code.optional(),
  })
  .meta({ id: 'SignIn' });

export const changePasswordSchema = z
  .strictObject({ current: password, new: password.meta({ description: '12 to 256 characters' }) })
  .meta({ id: 'ChangePassword' });

export const proposeSecondFactorSchema = z
  .strictObject({ password: password.meta({ description: 'The current one' }) })
  .meta({ id: 'ProposeSecondFactor' });

export const codeSchema = z.strictObject({ code }).meta({ id: 'Code' });

const username = cardFreeLine(64)
  .transform((text) => text.toLowerCase())
  .pipe(z.string().regex(USERNAME, 'Expected 2 to 64 letters, digits, dots, hyphens or underscores.'))
  .meta({ description: 'Kept in small letters', example: 'olga' });

const permissions = z
  .array(z.enum(GRANTED_PERMISSIONS))
  .max(GRANTED_PERMISSIONS.length)
  .transform((list) => GRANTED_PERMISSIONS.filter((one) => list.includes(one)));

const displayName = cardFreeLine(100).meta({ example: 'Olga Petrova' });

export const createUserSchema = z
  .strictObject({
    username,
    displayName,
    level: z.enum(LEVELS),
    permissions: permissions.optional(),
    language: z.enum(LANGUAGES).optional(),
  })
  .meta({ id: 'CreateUser' });

export const changeUserSchema = z
  .strictObject({
    version: z.int().min(1).meta({ description: 'Of the user as you saw it' }),
    displayName: displayName.optional(),
    level: z.enum(LEVELS).optional(),
    permissions: permissions.optional(),
    disabled: z.boolean().optional(),
    language: z.enum(LANGUAGES).optional(),
    locked: z.literal(false).optional().meta({ description: 'Unlocks after too many wrong sign-ins' }),
  })
  .meta({ id: 'ChangeUser' });

export const userParams = z.strictObject({
  id: line(64).meta({ description: 'User id', example: 'usr_01JCKH3E8M5T0V6ZQ2W9RYXB4D' }),
});

export const listUsersQuery = z.strictObject(pageQuery('Users a page'));
