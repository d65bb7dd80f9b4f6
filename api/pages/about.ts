import type { ApiDeps } from '../deps';
import { PROBLEM_CODES, PROBLEMS } from '../http/problems';
import type { Answer } from '../http/route';
import { escaped, page } from './layout';

export function landingPage({ links }: ApiDeps): Answer {
  const items = [
    link('/console/', 'Console', 'Payments, refunds, users and settings, for people'),
    link('/docs', 'API documentation', 'Every route, with examples to try'),
    link('/docs/problems', 'Problems', 'What each error code means, and what to do'),
    link('/openapi.json', 'OpenAPI 3.1', 'For generating clients'),
    links.temporalUi && link(links.temporalUi, 'Temporal Web UI', 'Every payment as a workflow'),
    links.sandbox && link(links.sandbox, 'Sandbox', 'The simulated acquirer, biller and carriers'),
    link('/health/ready', 'Readiness', 'Whether all parts answer'),
  ];
  const main = `<h1>Tillflow</h1>
<p>Payment processing in which every payment is a durable workflow.</p>
<ul class="links">
${items.filter(Boolean).join('\n')}
</ul>`;
  return page(200, 'Tillflow', main);
}

function link(href: string, title: string, text: string): string {
  return `<li><a href="${escaped(href)}">${title}</a><span>${text}</span></li>`;
}

/** The page that a problem's `type` points to. */
export function problemsPage(): Answer {
  const sections = PROBLEM_CODES.map((code) => {
    const { status, title, help } = PROBLEMS[code];
    return `<h2 id="${code}"><code>${code}</code> · ${status}</h2>\n<p>${escaped(title)}. ${inCode(help)}</p>`;
  });
  return page(200, 'Problems', `<h1>Problems</h1>\n${sections.join('\n')}`);
}

function inCode(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

const DOCS_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Swagger UI, served by us. */
export function docsPage(): Answer {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tillflow API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="icon" href="/assets/icon.svg">
</head>
<body>
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
  return {
    status: 200,
    headers: { 'Content-Security-Policy': DOCS_POLICY },
    content: { type: 'text/html; charset=utf-8', body },
  };
}

export const DOCS_START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#docs', deepLinking: true, tryItOutEnabled: true,
  persistAuthorization: false, validatorUrl: null, defaultModelsExpandDepth: 0 });
`;
