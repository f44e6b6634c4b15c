import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { formatAmount, type Money } from './money.ts';

/** A scalar whose form is checked at the door; what it means is checked by the command. */
function scalar(name: string, describe: string, fits: (value: unknown) => boolean): GraphQLScalarType {
  const take = (value: unknown) => {
    if (!fits(value)) throw new GraphQLError(`${name} must be ${describe}.`, { extensions: { code: 'BAD_USER_INPUT' } });
    return value;
  };
  const literal = (node: ValueNode) => {
    if (node.kind === Kind.INT) return take(Number(node.value));
    return take(node.kind === Kind.STRING ? node.value : undefined);
  };
  return new GraphQLScalarType({
    name,
    parseValue: take,
    parseLiteral: literal,
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  });
}

const text = (fits: (value: string) => boolean) => (value: unknown) => typeof value === 'string' && fits(value);
const isUrl = (value: string) => value.startsWith('/') || /^https?:\/\/\S+$/i.test(value);

export const scalars = {
  MinorUnits: scalar('MinorUnits', 'a whole number of minor units', (value) => Number.isSafeInteger(value)),
  CurrencyCode: scalar(
    'CurrencyCode',
    'three upper-case letters, like "EUR"',
    text((value) => /^[A-Z]{3}$/.test(value)),
  ),
  CountryCode: scalar(
    'CountryCode',
    'two upper-case letters, like "DE"',
    text((value) => /^[A-Z]{2}$/.test(value)),
  ),
  DateTime: scalar(
    'DateTime',
    'a time like "2026-01-31T09:00:00Z"',
    text((value) => /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))),
  ),
  URL: scalar('URL', 'an http(s) address or a path', text(isUrl)),
};

const KINDS: Record<string, string> = {
  INSUFFICIENT_STOCK: 'InsufficientStock',
  PRICE_CHANGED: 'PriceChanged',
  PAYMENT_DECLINED: 'PaymentDeclined',
};

/** Resolvers of the vocabulary's types, the same in every subgraph. */
export const vocabularyResolvers = {
  ...scalars,
  Money: { amount: (money: Money) => formatAmount(money.amountMinor, money.currencyCode) },
  UserError: { __resolveType: (refusal: { code: string }) => KINDS[refusal.code] ?? 'InputError' },
};
