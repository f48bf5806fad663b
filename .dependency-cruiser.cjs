// Who may import whom. The table stands in docs/adr and CONTRIBUTING.md; each rule says its reason.

const DAEMONS = '(master|agent|marathon|mesos-dns)';
const BUILTIN = { dependencyTypes: ['core'] };

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file, or miss a third.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '/generated/' },
      // Types alone may meet: they leave no trace when the program runs.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere also escapes every other rule.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'common-stands-alone',
      comment: 'common knows nothing of clusters and nothing of Node.',
      severity: 'error',
      from: { path: '^packages/common/src/' },
      to: { pathNot: '^packages/common/src/' },
    },
    {
      name: 'proto-on-common',
      comment: 'The vocabulary depends on tools alone (protobufjs carries the binary form).',
      severity: 'error',
      from: { path: '^packages/proto/(src|generated)/' },
      to: {
        pathNot:
          '^(packages/(common|proto)/|node_modules/(protobufjs|typebox)/|packages/proto/node_modules/)',
      },
    },
    {
      name: 'cores-are-pure',
      comment: 'A core sees common, proto and itself: it can then be simulated.',
      severity: 'error',
      from: { path: `^packages/${DAEMONS}/src/core/` },
      to: {
        pathNot:
          '^(packages/(common|proto)/|packages/$1/src/core/|node_modules/(re2js|typebox)/|packages/[^/]+/node_modules/(re2js|typebox)/)',
      },
    },
    {
      name: 'apis-render-cores',
      comment: 'An api turns requests into events and views into replies, nothing else.',
      severity: 'error',
      from: { path: `^packages/${DAEMONS}/src/api/` },
      to: { pathNot: '^(packages/(common|proto)/|packages/$1/src/(core|api)/)' },
    },
    {
      name: 'no-platform-in-pure-code',
      comment: 'Node exists in shells only.',
      severity: 'error',
      from: { path: `^packages/(common|proto)/src/|^packages/${DAEMONS}/src/(core|api)/` },
      to: BUILTIN,
    },
    {
      name: 'no-daemon-imports-a-daemon',
      comment: 'Daemons meet in proto and over HTTP only.',
      severity: 'error',
      from: { path: `^packages/${DAEMONS}/src/` },
      to: { path: `^packages/${DAEMONS}/src/`, pathNot: '^packages/$1/src/' },
    },
    {
      name: 'marathon-is-a-framework',
      comment: 'What only the master and the agent share stays out of Marathon.',
      severity: 'error',
      from: { path: '^packages/marathon/src/' },
      to: { path: '^packages/(master|agent|cli)/' },
    },
    {
      name: 'libraries-below-daemons',
      comment: 'runtime, coordination and sdk serve every daemon and know none.',
      severity: 'error',
      from: { path: '^packages/(runtime|coordination|sdk)/src/' },
      to: { path: `^packages/(${DAEMONS}|cli)/` },
    },
    {
      name: 'sdk-on-proto',
      comment: 'A framework author gets no server with the client.',
      severity: 'error',
      from: { path: '^packages/sdk/src/' },
      to: { path: '^packages/(runtime|coordination)/' },
    },
    {
      name: 'front-doors-only',
      comment: 'A package is reached through its exports.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: {
        path: '^packages/[^/]+/src/',
        pathNot:
          '^packages/($1/|[^/]+/src/(core/|marathon/|classic/|stoa/)?index[.]ts$|proto/src/(link|frames)[.]ts$|runtime/src/(lean|metrics|small-heap|http/schemas)[.]ts$)',
      },
    },
    {
      name: 'no-tests-in-packages',
      comment: 'What runs must not need what proves it.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(test|tools|bench)/' },
    },
    {
      name: 'the-model-of-the-console-is-pure',
      comment: 'Snapshots and events in, views out: it is tested without a browser.',
      severity: 'error',
      from: { path: '^ui/src/model/' },
      to: { pathNot: '^(ui/src/model/|packages/(common|proto)/)' },
    },
    {
      name: 'components-do-not-fetch',
      comment: 'Parts of the page take values; what reads the cluster is live/ and the pages.',
      severity: 'error',
      from: {
        path: '^ui/src/(components|frame)/',
        pathNot: '(dialogs|use-answer|log-tail)[.]tsx?$',
      },
      to: { path: '^ui/src/api/' },
    },
    {
      name: 'a-page-knows-the-wire-only',
      comment: 'The console meets the daemons over HTTP, and their words in proto.',
      severity: 'error',
      from: { path: '^ui/' },
      to: { path: '^packages/', pathNot: '^packages/(common|proto)/' },
    },
    {
      name: 'examples-use-the-sdk',
      comment: 'An example shows what everybody has.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { path: '^packages/', pathNot: '^packages/(sdk|proto|common)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['stoa-source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
    },
  },
};
