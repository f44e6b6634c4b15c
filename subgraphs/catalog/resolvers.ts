import type { ResolverNames } from '../../kit/graph.ts';
import { type Identity, isAdmin, mustBeAdmin } from '../../kit/identity.ts';
import { isRefused, type Refused } from '../../kit/refusal.ts';
import { money } from '../../schema/vocabulary/money.ts';
import type { Saved } from './commands/save-products.ts';
import type { ProductInput } from './contract.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';
import { optionsOf } from './product.ts';
import type { CategoryRow, ProductRow, VariantRow } from './rows.ts';

export type Context = { identity: Identity; loaders: Loaders };
type By = { id?: string | null; slug?: string | null };
type Commands = {
  save: (input: ProductInput) => Promise<Saved | Refused>;
  archive: (externalId: string) => Promise<{ productId: string } | Refused>;
};

export const resolvers = ({ save, archive }: Commands) =>
  ({
    Query: {
      product: async (_: unknown, { id, slug }: By, { identity, loaders }: Context) => {
        const product = id ? await loaders.product.load(id) : slug ? await loaders.productBySlug.load(slug) : null;
        return product && (product.status === 'ACTIVE' || isAdmin(identity)) ? product : null;
      },
      category: (_: unknown, { id, slug }: By, { loaders }: Context) =>
        id ? loaders.category.load(id) : slug ? loaders.categoryBySlug.load(slug) : null,
      categories: (_: unknown, __: unknown, { loaders }: Context) => loaders.roots(),
    },
    Mutation: {
      productSave: (_: unknown, { input }: { input: ProductInput }, context: Context) => {
        mustBeAdmin(context.identity);
        return payload(save(input), context);
      },
      productArchive: (_: unknown, { externalId }: { externalId: string }, context: Context) => {
        mustBeAdmin(context.identity);
        return payload(archive(externalId), context);
      },
    },
    Product,
    ProductVariant,
    Category,
  }) satisfies ResolverNames<Resolvers>;

async function payload(answer: Promise<{ productId: string } | Refused>, { loaders }: Context) {
  const result = await answer;
  if (isRefused(result)) return { product: null, userErrors: result.refused };
  return { product: await loaders.product.clear(result.productId).load(result.productId), userErrors: [] };
}

type Reference = { id: string };

/** References are answered whatever has become of the product: orders and carts name what is archived, too. */
const Product = {
  __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.product.load(id),
  category: ({ categoryId }: ProductRow, _: unknown, { loaders }: Context) => categoryId && loaders.category.load(categoryId),
  variants: ({ id }: ProductRow, _: unknown, { loaders }: Context) => loaders.variantsOf.load(id),
  options: async ({ id }: ProductRow, _: unknown, { loaders }: Context) => optionsOf(await loaders.variantsOf.load(id)),
  priceRange: async ({ id }: ProductRow, _: unknown, { loaders }: Context) => priceRange(await loaders.variantsOf.load(id)),
};

function priceRange(variants: VariantRow[]) {
  const prices = variants.map((variant) => variant.priceMinor);
  const currency = variants[0]!.currencyCode;
  return { min: money(Math.min(...prices), currency), max: money(Math.max(...prices), currency) };
}

const ProductVariant = {
  __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.variant.load(id),
  product: ({ productId }: VariantRow, _: unknown, { loaders }: Context) => loaders.product.load(productId),
  selectedOptions: ({ options }: VariantRow) => options,
  price: ({ priceMinor, currencyCode }: VariantRow) => money(priceMinor, currencyCode),
  compareAtPrice: ({ compareAtPriceMinor, currencyCode }: VariantRow) =>
    compareAtPriceMinor === null ? null : money(compareAtPriceMinor, currencyCode),
};

const Category = {
  parent: ({ parentId }: CategoryRow, _: unknown, { loaders }: Context) => parentId && loaders.category.load(parentId),
  children: ({ id }: CategoryRow, _: unknown, { loaders }: Context) => loaders.childrenOf.load(id),
  path: ({ path }: CategoryRow, _: unknown, { loaders }: Context) => loaders.category.loadMany(path),
};
