import type { ResolverNames } from '../../kit/graph.ts';
import { type Identity, may } from '../../kit/identity.ts';
import type { Notes } from '../../kit/notes.ts';
import { isRefused, type Refused } from '../../kit/refusal.ts';
import type { Saved } from './commands/save-products.ts';
import type { ProductInput } from './contract.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';
import type { CategoryRow } from './rows.ts';
import type { ShownProduct, ShownVariant } from './shown.ts';

export type Context = { identity: Identity; notes: Notes; loaders: Loaders };
type By = { id?: string | null; slug?: string | null };
type Commands = {
  save: (input: ProductInput) => Promise<Saved | Refused>;
  archive: (externalId: string) => Promise<{ productId: string } | Refused>;
};

export const resolvers = ({ save, archive }: Commands) =>
  ({
    Query: {
      product: async (_: unknown, { id, slug }: By, { identity, notes, loaders }: Context) => {
        const product = seen(await (id ? loaders.product(id) : slug ? loaders.productBySlug(slug) : null), notes);
        return product && (product.status === 'ACTIVE' || may(identity, 'catalog:read')) ? product : null;
      },
      category: (_: unknown, { id, slug }: By, { notes, loaders }: Context) => {
        notes.tags.add(ANYTHING);
        return id ? loaders.category(id) : slug ? loaders.categoryBySlug(slug) : null;
      },
      categories: (_: unknown, __: unknown, { notes, loaders }: Context) => {
        notes.tags.add(ANYTHING);
        return loaders.roots();
      },
    },
    Mutation: {
      productSave: (_: unknown, { input }: { input: ProductInput }, context: Context) => payload(save(input), context),
      productArchive: (_: unknown, { externalId }: { externalId: string }, context: Context) => payload(archive(externalId), context),
    },
    Product,
    ProductVariant,
    Category,
  }) satisfies ResolverNames<Resolvers>;

/** What a list or a miss depends on: any change of the catalogue. */
const ANYTHING = 'catalog';

function seen(product: ShownProduct | null, notes: Notes): ShownProduct | null {
  notes.tags.add(product ? product.tag : ANYTHING);
  return product;
}

function seenVariant(variant: ShownVariant | null, notes: Notes): ShownVariant | null {
  seen(variant?.product ?? null, notes);
  return variant;
}

async function payload(answer: Promise<{ productId: string } | Refused>, { loaders, notes }: Context) {
  const result = await answer;
  if (isRefused(result)) return { product: null, userErrors: result.refused };
  notes.tags.add(ANYTHING);
  return { product: seen(await loaders.product(result.productId), notes), userErrors: [] };
}

type Reference = { id: string };

/** References are answered whatever has become of the product: orders and carts name what is archived, too. */
const Product = {
  __resolveReference: ({ id }: Reference, { loaders, notes }: Context) => {
    const product = loaders.product(id);
    return product instanceof Promise ? product.then((late) => seen(late, notes)) : seen(product, notes);
  },
  category: ({ categoryId }: ShownProduct, _: unknown, { loaders }: Context) => categoryId && loaders.category(categoryId),
};

const ProductVariant = {
  __resolveReference: ({ id }: Reference, { loaders, notes }: Context) => {
    const variant = loaders.variant(id);
    return variant instanceof Promise ? variant.then((late) => seenVariant(late, notes)) : seenVariant(variant, notes);
  },
};

const Category = {
  parent: ({ parentId }: CategoryRow, _: unknown, { loaders }: Context) => parentId && loaders.category(parentId),
  children: (category: CategoryRow, _: unknown, { loaders }: Context) => loaders.childrenOf(category),
  path: (category: CategoryRow, _: unknown, { loaders }: Context) => loaders.path(category),
};
