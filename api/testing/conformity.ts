import { problemCodesOf } from '../http/openapi';
import type { Route } from '../http/route';
import { ROUTES } from '../routes/routes';
import { problemView } from '../schemas/responses';
import type { Reply } from './reply';

/** Throws where a reply is not one that the OpenAPI document promises: every test that sends a request is a contract test. */
export function assertConforms(method: string, path: string, reply: Reply): void {
  const route = routeOf(method, path);
  const spec = route?.responses[reply.status];
  if (spec?.schema) {
    spec.schema.parse(reply.json);
  } else if (!spec && reply.status >= 400) {
    assertProblem(route, reply);
  } else if (route && !spec) {
    throw new Error(`${route.operationId} does not declare ${reply.status}`);
  }
}

function assertProblem(route: Route | undefined, { headers, json, status }: Reply): void {
  const type = headers.get('content-type');
  if (type !== 'application/problem+json; charset=utf-8') throw new Error(`a problem came as ${type}`);
  const problem = problemView.strict().parse(json);
  if (problem.status !== status) throw new Error(`a problem says ${problem.status}, its answer ${status}`);
  if (problem.type !== `https://pay.example/docs/problems#${problem.code}`) throw new Error(problem.type);
  if (problem.requestId !== headers.get('x-request-id')) {
    const replayed = headers.get('idempotency-replayed') === 'true';
    if (!replayed) throw new Error('the problem and the header name different requests');
  }
  if (!route || route.hidden || problemCodesOf(route).has(problem.code)) return;
  throw new Error(`${route.operationId} does not declare ${problem.code}`);
}

function routeOf(method: string, path: string): Route | undefined {
  const [bare] = path.split('?');
  return ROUTES.find((route) => {
    const pattern = route.path.replace(/:\w+/g, '[^/]+');
    return route.method.toUpperCase() === method && new RegExp(`^${pattern}$`).test(bare!);
  });
}
