/** Who may know whom. The picture is in ARCHITECTURE.md; tools/dependencies.test.ts sees each rule fail on a planted file. */
const TEST = '[.]test[.]ts$|/testing/|-suite[.]ts$';
const CONTRACT = '^subgraphs/[^/]+/contract[.]ts$';
const TOP = '^(wiring|stories|drills|bench|tools|deploy)/|^(main|topology)[.]ts$';
/** What decides and computes: no database, no GraphQL, no queue, in whatever they import either. A new noun is named here. */
const NOUNS = {
  catalog: 'product|product-input|shelf|slug|text',
  search: 'indexed|text-query|typos|words',
  inventory: 'reservation|stock',
  cart: 'cart',
  checkout: 'authorization|delivery/(options|rates|rules|zones)|purchase|tax/(reckon|rounding|rules)',
  orders: 'access|order',
  payments: 'observation|payment|refusals',
};
const nouns = Object.entries(NOUNS).map(([context, names]) => `^subgraphs/${context}/(${names})[.]ts$`);
const packages = (...names) => `node_modules/(${names.join('|')})/`;
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule('kit-knows-nobody', 'Plumbing knows no commerce.', { path: '^kit/' }, { path: '^(schema|subgraphs|gateway|jobs)/' }),
    rule(
      'words-come-first',
      'The vocabulary stands on nothing of ours.',
      { path: '^schema/vocabulary/' },
      { path: '^(kit|subgraphs|gateway|jobs|schema/(?!vocabulary/))' },
    ),
    rule('schema-knows-no-context', 'Composition reads SDL, not code.', { path: '^schema/' }, { path: '^(subgraphs|gateway|jobs)/' }),
    rule(
      'strangers-meet-at-the-contract',
      'Of another context only contract.ts may be known.',
      { path: '^subgraphs/([^/]+)/' },
      { path: '^subgraphs/', pathNot: ['^subgraphs/$1/', CONTRACT] },
    ),
    rule(
      'contexts-know-only-words-of-the-schema',
      'A context knows kit and vocabulary; its tests also schema/testing.',
      { path: '^subgraphs/', pathNot: TEST },
      { path: '^(gateway|jobs)/|^schema/(?!vocabulary/)' },
    ),
    rule(
      'context-tests-know-the-harness',
      'Tests of a context take the harness, and go round nobody.',
      { path: '^subgraphs/' },
      { path: '^(gateway|jobs)/|^schema/(?!(vocabulary|testing)/)' },
    ),
    rule(
      'jobs-meet-contexts-at-the-contract',
      'A job calls a command.',
      { path: '^jobs/' },
      { path: '^(gateway|schema|subgraphs)/', pathNot: CONTRACT },
    ),
    rule(
      'gateway-knows-no-context',
      'What the gateway needs of the contexts it is given by wiring.',
      { path: '^gateway/' },
      { path: '^(subgraphs|jobs)/' },
    ),
    rule(
      'nobody-looks-up',
      'What puts the parts together is known by none of them.',
      { path: '^(kit|schema|subgraphs|gateway|jobs)/' },
      { path: TOP },
    ),
    rule('tools-are-for-people', 'Nothing that runs needs a tool.', { pathNot: '^tools/' }, { path: '^tools/' }),
    rule(
      'contracts-are-light',
      'Whoever knows a contract carries nothing else.',
      { path: CONTRACT },
      { pathNot: '^kit/(contract|refusal)[.]ts$|^schema/vocabulary/|node_modules/zod/' },
    ),
    rule(
      'nouns-are-pure',
      'What decides can be tried without a database.',
      { path: nouns },
      { path: packages('postgres', 'drizzle-orm', 'graphql', 'bullmq', 'pg', 'stripe'), reachable: true },
    ),
    rule(
      'nouns-do-not-act',
      'commands -> nouns, never back.',
      { path: nouns },
      { path: '^subgraphs/[^/]+/(commands/|reactions/|(subgraph|resolvers|loaders|tables)[.]ts$)' },
    ),
    rule(
      'commands-do-not-look-up',
      'resolvers and reactions -> commands, never back.',
      { path: '^subgraphs/[^/]+/commands/', pathNot: TEST },
      { path: '^subgraphs/[^/]+/(reactions/|(subgraph|resolvers)[.]ts$)' },
    ),
    rule(
      'subgraphs-are-loaded-by-topology',
      'Only topology (and a test of the context) takes a whole context.',
      { pathNot: [TEST, '^topology[.]ts$', '^bench/'] },
      { path: '^subgraphs/[^/]+/subgraph[.]ts$' },
    ),
    rule(
      'tests-stay-in-tests',
      'What runs in a shop does not know what tests it.',
      { pathNot: [TEST, '^(stories|bench|drills|deploy|tools)/'] },
      { path: TEST },
    ),
    rule(
      'queues-behind-their-port',
      'Which engine moves jobs is known by kit/queue.ts alone, and which one carries purges by kit/purges-*.ts.',
      { pathNot: ['^kit/(queue|purges-(postgres|redis)|shared-cache)[.]ts$', '^bench/', TEST, 'node_modules'] },
      { path: packages('bullmq', 'ioredis', 'pg') },
    ),
    rule(
      'http-server-behind-the-gateway',
      'Only the gateway plans, and serves GraphQL.',
      { pathNot: ['^(gateway|stories|bench)/', 'node_modules'] },
      { path: packages('fastify', '@apollo/server', '@apollo/gateway', '@as-integrations/fastify') },
    ),
    rule(
      'provider-behind-its-port',
      'Which payment provider it is, payments alone knows.',
      { pathNot: ['^subgraphs/payments/', 'node_modules'] },
      { path: packages('stripe') },
    ),
    rule(
      'no-tool-in-the-shop',
      'A package that only tests or tools need is not needed to run.',
      { path: '^(kit|schema|subgraphs|gateway|jobs|wiring)/|^(main|topology)[.]ts$', pathNot: [TEST, '^schema/composition/'] },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule('only-declared-packages', 'What is imported stands in package.json.', {}, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    rule('no-circles', 'A circle is one thing in two files.', {}, { circular: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)[.](data|cache)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
