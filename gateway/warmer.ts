import { type DefinitionNode, Kind, parse } from 'graphql';
import type { Log } from '../kit/log.ts';
import { newNotes } from '../kit/notes.ts';
import type { AnswerGraph } from './graph-answer.ts';
import { newTraceId } from './identity.ts';

type Options = { documents: Iterable<string>; answer: AnswerGraph; log: Log };
type Variables = Record<string, string>;

const SALE = 'query ($id: ID!) { sale(id: $id) { variants { product { slug } } } }';

/**
 * Asks, before a sale opens, what its visitors are going to ask: the trusted documents that want nothing but a product's slug, of each
 * product of the sale, one after the other. Afterwards they are planned and compiled, and what may be kept of them is.
 */
export function createWarmer({ documents, answer, log }: Options): (saleIds: string[]) => void {
  const pages = [...documents].filter(wantsOnlyASlug);

  async function ask(query: string, variables: Variables): Promise<unknown> {
    const json = { query, variables };
    const context = {
      identity: { audience: 'storefront' as const, customerId: null, staff: null, traceId: newTraceId() },
      notes: newNotes(),
    };
    const headers = { 'content-type': 'application/json' };
    const { body } = await answer({ method: 'POST', headers, search: '', body: { text: JSON.stringify(json), json }, context });
    return JSON.parse(body);
  }
  async function warm(id: string): Promise<void> {
    const found = (await ask(SALE, { id })) as { data?: { sale: { variants: { product: { slug: string } | null }[] } | null } | null };
    const slugs = new Set(found.data?.sale?.variants.flatMap(({ product }) => product?.slug ?? []));
    for (const slug of slugs) for (const page of pages) await ask(page, { slug });
  }
  return (saleIds) => {
    const all = async () => {
      for (const id of saleIds) await warm(id);
    };
    all().catch((err: unknown) => log.warn({ err }, 'pages of a sale could not be made ready'));
  };
}

/** One query, and of its variables none but `slug` must be given. */
function wantsOnlyASlug(text: string): boolean {
  const operations = definitionsOf(text).filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [{ operation, variableDefinitions = [] } = { operation: 'none' }] = operations;
  const needed = variableDefinitions.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);
  return operations.length === 1 && operation === 'query' && needed.length === 1 && needed[0]!.variable.name.value === 'slug';
}

function definitionsOf(text: string): readonly DefinitionNode[] {
  try {
    return parse(text, { noLocation: true }).definitions;
  } catch {
    // whoever asks for it is told what is wrong with it
    return [];
  }
}
