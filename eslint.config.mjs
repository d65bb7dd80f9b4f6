import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import accessibility from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Only composition roots and programs read the environment; everything else is told. */
const READS_ENVIRONMENT = [
  'workers/**',
  'api/main.ts',
  'sandbox/main.ts',
  'cli/main.ts',
  'vault/main.ts',
  'vault/admin.ts',
  'prisma.config.ts',
  'tests/**',
  'bench/**',
  'scripts/**',
  '**/*.test.ts',
  'console/vite.config.ts',
  'console/fake/**',
];

const environment = {
  object: 'process',
  property: 'env',
  message: 'Only composition roots read the environment.',
};
const clock = [
  { object: 'Date', property: 'now', message: 'domain/ has no clock: take the time as an argument.' },
  { object: 'Math', property: 'random', message: 'domain/ is deterministic.' },
];

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'console/dist/',
      'coverage/',
      '.data/',
      '.cache/',
      'store/generated/',
      'console/src/api/generated/',
      '**/*.d.ts',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-restricted-properties': ['error', environment],
      'no-restricted-imports': ['error', { paths: [{ name: 'node:process' }, { name: 'process' }] }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    // A promise that nobody waits for is a payment step that nobody waits for.
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['domain/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': ['error', environment, ...clock],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'domain/ has no clock: take the time as an argument.',
        },
      ],
    },
  },
  { files: READS_ENVIRONMENT, rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['scripts/**', 'cli/**', 'bench/**', 'tests/**', 'sandbox/main.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,cjs,mjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        'process console URL fetch setTimeout clearTimeout setInterval clearInterval AbortSignal Buffer WebAssembly globalThis module require __dirname __filename performance'
          .split(' ')
          .map((name) => [name, 'readonly']),
      ),
    },
    rules: {
      'no-restricted-properties': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-require-imports': 'off',
    },
  },
  {
    files: ['console/**/*.tsx'],
    ...accessibility.flatConfigs.recommended,
    rules: {
      ...accessibility.flatConfigs.recommended.rules,
      'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
    },
  },
  { files: ['console/**/*.{ts,tsx}'], ...hooks.configs.flat.recommended },
  { files: ['**/*.{ts,tsx}'], rules: { 'no-undef': 'off' } },
  prettier,
);
