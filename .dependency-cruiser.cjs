// The import rules of the rooms, as docs/ draws them: data flows api → client → workflows → activities → gateways | store.
// Whoever reads one room can rely on what it does not know about.

const ROOMS = require('./scripts/rooms.json');

/** Tests may reach further than what they test: to the sandbox, to fakes, to the harness. */
const NOT_PRODUCT = '\\.(test|contract)\\.ts$|^[a-z]+/testing/';

/** The composition roots: the only places that bring everything together. */
const ROOTS = '^workers/|^api/main\\.ts$';

const others = (allowed) => ROOMS.filter((room) => !allowed.includes(room));
const below = (rooms) => `^(${rooms.join('|')})/`;

/** `room` may import itself and `allowed`, of the rooms. */
function onlyFrom(room, allowed, comment) {
  return {
    name: `${room}-imports`,
    comment,
    severity: 'error',
    from: { path: `^${room}/`, pathNot: [NOT_PRODUCT, ROOTS] },
    to: { path: below(others([room, ...allowed])) },
  };
}

/** Of `target`, `room` may import only the files that match. */
function onlyTheDoor(room, target, door, comment) {
  return {
    name: `${room}-${target}-door`,
    comment,
    severity: 'error',
    from: { path: `^${room}/`, pathNot: [NOT_PRODUCT, ROOTS] },
    to: { path: `^${target}/`, pathNot: door },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    onlyFrom('domain', [], 'Rules know nothing of the rest.'),
    onlyFrom(
      'workflows',
      ['domain', 'activities'],
      'Workflows run in a sandbox: rules, and activities by type.',
    ),
    onlyFrom('activities', ['domain', 'gateways', 'store'], 'Activities are gateway and store calls.'),
    onlyFrom('gateways', ['domain'], 'A gateway translates one outside system into the words of the domain.'),
    onlyFrom('store', ['domain'], 'The store keeps; it decides nothing.'),
    onlyFrom('client', ['domain', 'workflows'], 'The client starts workflows and speaks to them.'),
    onlyFrom('api', ['client', 'domain', 'store'], 'The API asks the client and reads the store.'),
    onlyFrom('sandbox', [], 'The outside world does not know the product.'),
    onlyFrom('cli', [], 'The command line uses the public API, as any channel does.'),
    onlyFrom('vault', [], 'The vault is alone with its card numbers: it takes nothing from the product.'),
    {
      name: 'nobody-imports-vault',
      comment: 'It is reached over HTTP only, also by the composition roots.',
      severity: 'error',
      from: { pathNot: ['^vault/', NOT_PRODUCT] },
      to: { path: '^vault/' },
    },
    onlyTheDoor('api', 'store', '^store/interfaces/', 'The API sees what the store offers, not how.'),
    onlyTheDoor(
      'activities',
      'store',
      '^store/interfaces/',
      'Activities see what the store offers, not how.',
    ),
    onlyTheDoor(
      'activities',
      'gateways',
      '^gateways/[^/]+/(acquirer|biller|smsc|mailer|carrier|sender|vault)\\.ts$',
      'Activities see the interfaces; which adapter runs is configuration.',
    ),
    onlyTheDoor(
      'client',
      'workflows',
      '^workflows/(messages|search-attributes)\\.ts$',
      'The client needs names and types of messages only.',
    ),
    {
      name: 'console-apart',
      comment:
        'The console knows the API by its description alone: the types that are made from docs/openapi.json.',
      severity: 'error',
      from: { path: '^console/src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: below(ROOMS) },
    },
    {
      name: 'nobody-imports-console',
      comment: 'It is built to files, and served as such.',
      severity: 'error',
      from: { path: below(ROOMS) },
      to: { path: '^console/' },
    },
    {
      name: 'console-tests-apart',
      severity: 'error',
      from: { path: '^console/src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^console/(fake|testing)/' },
    },
    {
      name: 'workflows-activities-by-type',
      comment: 'An activity imported for its code would be bundled into the workflow sandbox.',
      severity: 'error',
      from: { path: '^workflows/', pathNot: NOT_PRODUCT },
      to: { path: '^activities/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-in-deterministic-rooms',
      comment: 'domain/ and workflows/ run inside the workflow sandbox: no clock, no I/O, nothing of Node.',
      severity: 'error',
      from: { path: '^(domain|workflows)/', pathNot: NOT_PRODUCT },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'only-store-sees-prisma',
      severity: 'error',
      from: { pathNot: '^(store|prisma)/|^prisma\\.config\\.ts$|^scripts/prisma/' },
      to: { path: '^node_modules/(@prisma/|prisma/)|^store/generated/' },
    },
    {
      name: 'no-tests-in-product',
      severity: 'error',
      from: { path: below(ROOMS), pathNot: NOT_PRODUCT },
      to: { path: `${NOT_PRODUCT}|^tests/` },
    },
    {
      name: 'no-development-packages',
      comment: 'The production image has none. The sandbox is no part of it.',
      severity: 'error',
      from: { path: below(ROOMS), pathNot: `${NOT_PRODUCT}|^sandbox/` },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: `${below(ROOMS)}|^console/src/` },
      to: { circular: true },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: below(ROOMS) },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^store/generated/'] },
    exclude: { path: ['^dist/', '^\\.data/', '^\\.cache/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
