import type { Request } from 'express';
import type { z } from 'zod';
import type { Scope } from '../../domain/scopes';
import type { Caller } from '../people/caller';
import type { ApiDeps } from '../deps';
import type { ProblemCode } from './problems';
import type { FailedSignIns } from './rate-limits';

/** Who may call a route: a key or a person with this scope, any known key, any person signed in, or anybody. */
export type Permission = Scope | 'any_channel' | 'any_user' | 'public';

/** Read until it ends, or `return` is called because the other side is gone. */
export type AnswerStream = AsyncIterableIterator<string>;

/** What goes back: JSON, or text, bytes or a stream of a given type, or no body at all. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  /** `json` is a problem object. */
  problem?: boolean;
  content?: { type: string; body: string | Buffer } | { type: string; stream: AnswerStream };
}

export interface PublicCall<P = unknown, Q = unknown, B = unknown> {
  deps: ApiDeps;
  request: Request;
  requestId: string;
  /** Wrong passwords and keys of the request's address. */
  failures: FailedSignIns;
  params: P;
  query: Q;
  body: B;
}

export interface Call<P = unknown, Q = unknown, B = unknown> extends PublicCall<P, Q, B> {
  caller: Caller;
  /** For answers that take long: the caller as it is now; undefined where it may have what was asked for no more. */
  stillAdmitted: () => Promise<Caller | undefined>;
  /** Where the caller sent one: every POST has it. `attempt`: how often it was taken up, where the pipeline keeps the answers. */
  idempotency?: { key: string; hash: string; attempt?: number };
}

export interface ResponseSpec {
  description: string;
  schema?: z.ZodType;
  contentType?: string;
  headers?: Record<string, string>;
  examples?: Record<string, { summary: string; value: unknown }>;
}

interface Described {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete' | 'options';
  /** Express's form: `/v1/payments/:id`. */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  responses: Record<number, ResponseSpec>;
  /** Besides those that any route of its kind can answer with. */
  problems?: readonly ProblemCode[];
  /** Left out of the OpenAPI document: pages, assets and parts of the machinery. */
  hidden?: boolean;
  requestExamples?: Record<string, { summary: string; value: unknown }>;
  /** How the body is read; JSON unless said otherwise. `raw` keeps the bytes that a signature covers. */
  reads?: 'json' | 'raw' | 'form';
  /** Largest body in bytes; 64 KiB unless said otherwise. */
  bodyLimit?: number;
  /** Whether the route exists with these settings; always unless said otherwise. */
  enabled?: (deps: ApiDeps) => boolean;
  /** Open to a person who has a one-time password to change first. */
  duringPasswordChange?: boolean;
  /** Answers with a secret that is shown once: what is kept to answer a repeated request with is sealed. */
  secretAnswer?: boolean;
  /** Asks for a password: what tells a repeated request from another is keyed, so that nobody can guess it from the store. */
  secretRequest?: boolean;
  /** Reads so much, perhaps, that it waits for its turn: all at once they would leave no connection of the store to others. */
  heavy?: boolean | ((query: unknown) => boolean);
}

interface Schemas<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params?: P;
  query?: Q;
  body?: B;
}

/** A route as the registry and the OpenAPI document see it, its types erased. */
export interface Route extends Described {
  permission: Permission;
  request: Schemas<z.ZodType, z.ZodType, z.ZodType>;
  /** The handler keeps and replays its own answers; otherwise the pipeline does so for every POST with a key. */
  ownIdempotency?: boolean;
  handle: (call: Call) => Promise<Answer>;
}

/** A route for channels and people: signed in, and with the scope that it names. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  literal: Described & {
    permission: Exclude<Permission, 'public'>;
    request?: Schemas<P, Q, B>;
    ownIdempotency?: boolean;
    handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answer>;
  },
): Route {
  return { ...literal, request: literal.request ?? {}, handle: literal.handle as Route['handle'] };
}

/** A route for everybody: payers' browsers, callbacks, health. */
export function publicRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  literal: Described & {
    permission: 'public';
    request?: Schemas<P, Q, B>;
    handle: (call: PublicCall<z.output<P>, z.output<Q>, z.output<B>>) => Promise<Answer>;
  },
): Route {
  return { ...literal, request: literal.request ?? {}, handle: literal.handle as Route['handle'] };
}
