import type { IncomingHttpHeaders } from 'node:http';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** What an answer varies by besides its question. `id` is short, and another for each. */
export type Variant = { id: string; contentType: string; locale: string; currency: string };

/** Told in `Vary`, in this order. */
export const VARIES_BY = 'accept, accept-language, x-currency';
const DEFAULT_LOCALES = ['en'];

const JSON_TYPE = 'application/json';
const GRAPHQL_TYPE = 'application/graphql-response+json';
const CURRENCY = /^[A-Z]{3}$/;
const REMEMBERED = 500;
const LONGEST = 300;

export type Variants = (headers: IncomingHttpHeaders) => Variant | null;

/** Null where the headers ask for something that nothing is kept for. `locales`: those the shop speaks, the default first. */
export function createVariants(locales: readonly string[] = DEFAULT_LOCALES): Variants {
  const known = new LRUCache<string, { variant: Variant | null }>({ max: REMEMBERED });
  return ({ accept = '', 'accept-language': language = '', 'x-currency': currency = '' }) => {
    const said = `${accept}\n${language}\n${currency as string}`;
    if (said.length > LONGEST) return negotiated(accept, language, String(currency), locales);
    let found = known.get(said);
    if (!found) {
      found = { variant: negotiated(accept, language, String(currency), locales) };
      known.set(said, found);
    }
    return found.variant;
  };
}

function negotiated(accept: string, language: string, currency: string, locales: readonly string[]): Variant | null {
  const contentType = contentTypeOf(accept);
  if (!contentType || (currency !== '' && !CURRENCY.test(currency))) return null;
  const locale = (language && negotiator({ 'accept-language': language }).language([...locales])) || locales[0]!;
  return { id: `${contentType === JSON_TYPE ? 'j' : 'g'} ${locale} ${currency}`, contentType, locale, currency };
}

/** As the GraphQL server behind would choose; null where it would refuse. */
function contentTypeOf(accept: string): string | null {
  if (accept === '') return JSON_TYPE;
  const chosen = negotiator({ accept }).mediaType([JSON_TYPE, GRAPHQL_TYPE]);
  return chosen === JSON_TYPE || chosen === GRAPHQL_TYPE ? chosen : null;
}

const negotiator = (headers: Record<string, string>) => new Negotiator({ headers });
