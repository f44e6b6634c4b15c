import { conformanceSuite } from '../testing/conformance-suite.ts';
import { testIndex } from '../testing/test-index.ts';

conformanceSuite('Postgres', ({ peers }) => testIndex(peers), 30);
