import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { ResponseConfig, RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { isChannelScope } from '../../domain/scopes';
import { PROBLEMS } from './problems';
import type { ProblemCode } from './problems';
import type { Permission, ResponseSpec, Route } from './route';
import { problemView } from '../schemas/responses';

const VERSION = '0.1.0';

const DESCRIPTION = `Takes payments and credits them to accounts. Each payment has two legs, *funding* and *crediting*, and each leg
ends as succeeded, declined or unknown; what is unknown is found out by asking, never by charging again.

**Sign in** with \`Authorization: Bearer <key>\`. **Every POST takes an \`Idempotency-Key\`**: the same request again gets the same
answer, with \`Idempotency-Replayed: true\`. **Errors** are \`application/problem+json\` (RFC 9457) with a stable \`code\`;
[/docs/problems](/docs/problems) lists them. **People** sign in with \`POST /v1/session\` and are known by a cookie; all that
is no GET then takes the session's \`csrfToken\` as \`X-CSRF-Token\`. **Lists** are pages: send the \`cursor\` of one page for the next.`;

const idempotencyHeader = z.object({
  'Idempotency-Key': z.string().min(1).max(255).meta({
    pattern: '^[\\x21-\\x7e]+$',
    description: 'Visible ASCII, new for each request that is meant anew',
    example: '7f3c1c52-9d0b-4c8e-a1c1-0c8f0b7d9a55',
  }),
});

/** The OpenAPI document, from the same literals and schemas that the routes run on. */
export function openApiDocument(routes: readonly Route[]): object {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'A channel’s API key. Each operation names the scope that the key needs.',
  });
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: 'tillflow_session',
    description: 'The session of a person. All that is no GET needs the header `X-CSRF-Token` too.',
  });
  const described = routes.filter((route) => !route.hidden);
  for (const route of described) registry.registerPath(operationOf(route));
  const generator = new OpenApiGeneratorV31(registry.definitions, { sortComponents: 'alphabetically' });
  const { webhooks: _none, ...document } = generator.generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Tillflow API',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'This server' }],
    tags: [...new Set(described.map((route) => route.tag))].map((name) => ({ name })),
  });
  return document;
}

/** As it is committed and served. */
export function openApiText(routes: readonly Route[]): string {
  return `${JSON.stringify(openApiDocument(routes), null, 2)}\n`;
}

function operationOf(route: Route): RouteConfig {
  const { params, query } = route.request as { params?: z.ZodObject; query?: z.ZodObject };
  const signedIn = route.permission !== 'public';
  return {
    method: route.method,
    path: route.path.replace(/:(\w+)/g, '{$1}'),
    operationId: route.operationId,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, needs(route.permission)].filter(Boolean).join('\n\n') || undefined,
    security: securityOf(route.permission),
    request: {
      params,
      query,
      headers: signedIn && route.method === 'post' ? idempotencyHeader : undefined,
      body: bodyOf(route),
    },
    responses: { ...successes(route), ...problems(route) },
  };
}

function needs(permission: Permission): string {
  if (permission === 'public') return '';
  if (permission === 'any_channel') return 'Any key may call it.';
  if (permission === 'any_user') return 'Anybody who is signed in may call it.';
  return `Needs the scope \`${permission}\`.`;
}

/** A key, a person's session, or either: by who can have what the route needs. */
export function securityOf(permission: Permission): Record<string, string[]>[] {
  if (permission === 'public') return [];
  const [key, session] = [{ apiKey: [] }, { session: [] }];
  if (permission === 'any_channel') return [key];
  return permission === 'any_user' || !isChannelScope(permission) ? [session] : [key, session];
}

function bodyOf(route: Route): NonNullable<RouteConfig['request']>['body'] {
  if (route.reads === 'raw') return { content: { 'application/json': { schema: { type: 'object' } } } };
  if (route.reads === 'form') {
    return { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } };
  }
  const { body } = route.request;
  if (!body) return undefined;
  const required = !body.safeParse(undefined).success;
  return { required, content: { 'application/json': { schema: body, examples: route.requestExamples } } };
}

function successes(route: Route): Record<string, ResponseConfig> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, spec]) => [status, successOf(spec, route)]),
  );
}

function successOf(
  { description, schema, contentType, headers, examples }: ResponseSpec,
  route: Route,
): ResponseConfig {
  const replayed =
    route.method === 'post' && route.permission !== 'public'
      ? { 'Idempotency-Replayed': 'Present where this is the answer given before' }
      : {};
  const described = Object.entries({ ...headers, ...replayed }).map(([name, text]) => [
    name,
    { description: text, schema: { type: 'string' } },
  ]);
  const type = contentType ?? (schema && 'application/json');
  return {
    description,
    headers: described.length > 0 ? Object.fromEntries(described) : undefined,
    content: type ? { [type]: { schema: schema ?? { type: 'string' }, examples } } : undefined,
  };
}

/** The codes that a route can answer with, by status: its own, and those of every route of its kind. */
function problems(route: Route): Record<string, ResponseConfig> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemCodesOf(route)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const taken = [...byStatus].filter(([status]) => !(status in route.responses));
  return Object.fromEntries(taken.map(([status, codes]) => [status, problemResponse(codes)]));
}

export function problemCodesOf(route: Route): Set<ProblemCode> {
  const codes: ProblemCode[] = [
    ...(route.problems ?? []),
    'malformed_request',
    'rate_limited',
    'internal_error',
  ];
  const { params, query, body } = route.request;
  if (params ?? query ?? body) codes.push('validation_failed', 'card_number_not_allowed');
  if (route.method === 'post' || body) codes.push('body_too_large');
  if (body) codes.push('malformed_json');
  if (body ?? route.reads === 'form') codes.push('content_type_not_supported');
  if (route.permission !== 'public') {
    codes.push('key_missing', 'key_unknown', 'session_required', 'scope_missing', 'store_unavailable');
    if (!route.duringPasswordChange) codes.push('password_change_required');
    if (route.method !== 'get') codes.push('csrf_token_missing', 'origin_not_allowed');
    if (route.method === 'post') {
      codes.push(
        'idempotency_key_required',
        'idempotency_key_reused',
        'request_in_progress',
        'engine_unavailable',
      );
    }
  }
  return new Set(codes);
}

function problemResponse(codes: ProblemCode[]): ResponseConfig {
  const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('; ');
  return { description, content: { 'application/problem+json': { schema: problemView } } };
}
