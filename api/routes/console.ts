import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { consoleFiles } from '../pages/console-files';
import type { ConsoleFile } from '../pages/console-files';
import { Problem } from '../http/problems';
import { publicRoute } from '../http/route';
import type { Answer, Route } from '../http/route';

const described = {
  method: 'get',
  permission: 'public',
  tag: 'Pages',
  responses: { 200: { description: 'The page' } },
  hidden: true,
} as const;

/** To the console, as a person types it. */
export const consoleDoor: Route = publicRoute({
  ...described,
  responses: { 308: { description: 'To its start page' } },
  path: '/console',
  operationId: 'getConsoleDoor',
  summary: 'To the operator console',
  handle: () => Promise.resolve({ status: 308, headers: { Location: '/console/' } }),
});

export const consoleStart: Route = publicRoute({
  ...described,
  path: '/console/',
  operationId: 'getConsole',
  summary: 'The operator console',
  handle: ({ deps }) => startPage(deps),
});

/** A file of the build, or the page for every path that the console itself knows what to show at. */
export const consoleFile: Route = publicRoute({
  ...described,
  path: '/console/*path',
  operationId: 'getConsoleFile',
  summary: 'A file or a screen of the operator console',
  request: { params: z.strictObject({ path: z.array(z.string()) }) },
  async handle({ deps, params, request }) {
    const name = params.path.join('/');
    const file = deps.console && (await consoleFiles(deps.console.folder)).get(name);
    if (file) return answerOf(file, request.headers['accept-encoding']);
    // A file that is gone must not come back as a page: a browser would take HTML for a script.
    if (name.startsWith('assets/') || /\.\w+$/.test(name)) throw new Problem('route_not_found');
    return startPage(deps);
  },
});

async function startPage({ console }: ApiDeps): Promise<Answer> {
  const page = console && (await consoleFiles(console.folder)).get('index.html');
  if (!page) throw new Problem('route_not_found', { detail: 'The console has not been built.' });
  return {
    status: 200,
    headers: { 'Content-Security-Policy': policy(console.vaultOrigin) },
    content: { type: page.type, body: page.body },
  };
}

/** `no-store` is what every answer has unless it says otherwise. */
function answerOf({ type, body, packed, hashed }: ConsoleFile, accepted: string | undefined): Answer {
  const zipped = packed && accepted?.includes('gzip');
  return {
    status: 200,
    headers: {
      'Cache-Control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      Vary: 'Accept-Encoding',
      ...(zipped && { 'Content-Encoding': 'gzip' }),
    },
    content: { type, body: zipped ? packed : body },
  };
}

/** Only our own scripts, styles and calls; card numbers keyed in during an outage go to the vault alone. */
function policy(vaultOrigin: string | undefined): string {
  const connect = ["'self'", vaultOrigin].filter(Boolean).join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
