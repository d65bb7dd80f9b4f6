import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { openApiText } from '../http/openapi';
import { docsPage, DOCS_START, landingPage, problemsPage } from '../pages/about';
import { ICON, PAGES_CSS } from '../pages/layout';
import { Problem } from '../http/problems';
import { publicRoute } from '../http/route';
import type { Answer, Route } from '../http/route';

const FOR_AN_HOUR = { 'Cache-Control': 'public, max-age=3600' };

export const landing = pageRoute('/', 'getLanding', ({ deps }) => landingPage(deps));
export const docs = pageRoute('/docs', 'getDocs', docsPage);
export const problems = pageRoute('/docs/problems', 'getProblems', problemsPage);
export const pagesCss = pageRoute('/assets/pages.css', 'getPagesCss', () =>
  file('text/css; charset=utf-8', PAGES_CSS),
);
export const icon = pageRoute('/assets/icon.svg', 'getIcon', () => file('image/svg+xml', ICON));

/** The OpenAPI document of the given routes, made once. */
export function openApiRoute(routes: readonly Route[]): Route {
  let body: string | undefined;
  return pageRoute('/openapi.json', 'getOpenApi', () => {
    body ??= openApiText(routes);
    return { status: 200, content: { type: 'application/json; charset=utf-8', body } };
  });
}

/** The only files of Swagger UI that its page needs. */
const SWAGGER_FILES: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

export const docsFile = publicRoute({
  method: 'get',
  path: '/docs/:file',
  permission: 'public',
  operationId: 'getDocsFile',
  tag: 'Pages',
  summary: 'A file of the documentation page',
  request: { params: z.strictObject({ file: z.string() }) },
  responses: { 200: { description: 'The file' } },
  hidden: true,
  async handle({ params }) {
    if (params.file === 'start.js') return file('text/javascript; charset=utf-8', DOCS_START);
    const type = Object.hasOwn(SWAGGER_FILES, params.file) ? SWAGGER_FILES[params.file] : undefined;
    if (!type) throw new Problem('route_not_found');
    return file(type, await readFile(require.resolve(`swagger-ui-dist/${params.file}`)));
  },
});

function file(type: string, body: string | Buffer): Answer {
  return { status: 200, headers: FOR_AN_HOUR, content: { type, body } };
}

function pageRoute(
  path: string,
  operationId: string,
  render: (call: Parameters<Route['handle']>[0]) => Answer,
): Route {
  return publicRoute({
    method: 'get',
    path,
    permission: 'public',
    operationId,
    tag: 'Pages',
    summary: `The page ${path}`,
    responses: { 200: { description: 'The page' } },
    hidden: true,
    handle: (call) => Promise.resolve(render(call as Parameters<Route['handle']>[0])),
  });
}
