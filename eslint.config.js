import tseslint from 'typescript-eslint';

// A core is a pure machine: what happens must follow from its events alone, so that it can be simulated.
const CORE = ['packages/*/src/core/**/*.ts', 'packages/*/src/api/**/*.ts', 'ui/src/model/**/*.ts'];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only: a thing has one name everywhere.',
};
const DETERMINISM = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'A core takes the time from its events.',
  },
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'A core takes the time from its events.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'A core draws from the Random that it is given.',
  },
  {
    selector: ':function[async=true]',
    message: 'A core waits for nothing: return an effect.',
  },
  {
    selector: "Program > VariableDeclaration[kind='let']",
    message: 'A core keeps no state beside its kernel.',
  },
  {
    selector: "Program > ExportNamedDeclaration > VariableDeclaration[kind='let']",
    message: 'A core keeps no state beside its kernel.',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/dist/**',
      '**/node_modules/**',
      '**/generated/**',
      '.stoa/**',
      '.cache/**',
      '**/fixtures/**',
    ],
  },
  {
    files: ['packages/*/src/**/*.ts', 'test/**/*.ts', 'ui/src/**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // Types of a library that brings none are declared beside their one user.
      '@typescript-eslint/triple-slash-reference': ['error', { path: 'always' }],
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-empty': 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Ports are asynchronous by contract even where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Empty records are wire messages without fields.
      '@typescript-eslint/no-empty-object-type': 'off',
    },
  },
  {
    // The library brings no types, and an import cannot bring in a declaration of a module.
    files: ['packages/coordination/src/zookeeper/guarded-library.ts'],
    rules: { '@typescript-eslint/triple-slash-reference': ['error', { path: 'always' }] },
  },
  {
    files: ['packages/*/src/**/*.ts', 'ui/src/**/*.{ts,tsx}'],
    rules: {
      'max-lines': ['error', { max: 500 }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: CORE,
    rules: { 'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT, ...DETERMINISM] },
  },
  {
    // Tests read answers of the wire as they come; `expect` checks their shape.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
);
