// Written by `npm run codegen` from schema.graphql and the vocabulary. Do not edit.
import type { Identity } from '../../../kit/identity.ts';

/** What one resolver hands to the next: fields that have a resolver of their own may be absent. */
export type Part<T> = T extends Date ? T : T extends readonly (infer I)[] ? readonly Part<I>[] : T extends object ? Parts<T> : T;
type Parts<T> = { [K in keyof T]?: Part<T[K]> };

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** ISO 4217, upper case: "EUR". */
  CurrencyCode: { input: string; output: string; }
  /** RFC 3339, UTC: "2026-01-31T09:00:00.000Z". */
  DateTime: { input: string; output: string | Date; }
  /** A whole number of the currency's smallest unit (cents), exact to 2^53-1. */
  MinorUnits: { input: number; output: number; }
  /** An absolute URL, or a path on this host. */
  URL: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Category = {
  __typename?: 'Category';
  children: Array<Category>;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
  parent?: Maybe<Category>;
  /** From the root down to this one. */
  path: Array<Category>;
  /** From the name; where that is taken, with the parent's slug in front. */
  slug: Scalars['String']['output'];
};

export type Image = {
  __typename?: 'Image';
  altText?: Maybe<Scalars['String']['output']>;
  url: Scalars['URL']['output'];
};

export type ImageInput = {
  altText?: InputMaybe<Scalars['String']['input']>;
  url: Scalars['URL']['input'];
};

export type InputError = UserError & {
  __typename?: 'InputError';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type InsufficientStock = UserError & {
  __typename?: 'InsufficientStock';
  /** How many a buyer could have now; 0 means sold out. */
  available: Scalars['Int']['output'];
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
  variantId: Scalars['ID']['output'];
};

export type Money = {
  __typename?: 'Money';
  /** The same amount in major units, written with the currency's own number of decimals: "19.90". */
  amount: Scalars['String']['output'];
  amountMinor: Scalars['MinorUnits']['output'];
  currencyCode: Scalars['CurrencyCode']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  productArchive: ProductPayload;
  productSave: ProductPayload;
};


export type MutationProductArchiveArgs = {
  externalId: Scalars['String']['input'];
};


export type MutationProductSaveArgs = {
  input: ProductInput;
};

export type Option = {
  __typename?: 'Option';
  name: Scalars['String']['output'];
  values: Array<Scalars['String']['output']>;
};

export type PaymentDeclined = UserError & {
  __typename?: 'PaymentDeclined';
  code: Scalars['String']['output'];
  /** The payment provider's reason, e.g. insufficient_funds. */
  declineCode?: Maybe<Scalars['String']['output']>;
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type PriceChanged = UserError & {
  __typename?: 'PriceChanged';
  actualTotal: Money;
  code: Scalars['String']['output'];
  expectedTotal: Money;
  message: Scalars['String']['output'];
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type PriceRange = {
  __typename?: 'PriceRange';
  max: Money;
  min: Money;
};

export type Product = {
  __typename?: 'Product';
  brand?: Maybe<Scalars['String']['output']>;
  category?: Maybe<Category>;
  description?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  images: Array<Image>;
  options: Array<Option>;
  priceRange: PriceRange;
  slug: Scalars['String']['output'];
  taxClass?: Maybe<Scalars['String']['output']>;
  title: Scalars['String']['output'];
  updatedAt: Scalars['DateTime']['output'];
  variants: Array<ProductVariant>;
};

export type ProductInput = {
  brand?: InputMaybe<Scalars['String']['input']>;
  /** Names from the root down; made where missing. */
  categoryPath?: InputMaybe<Array<Scalars['String']['input']>>;
  description?: InputMaybe<Scalars['String']['input']>;
  /** The merchant's own key; the same externalId again updates. */
  externalId: Scalars['String']['input'];
  images?: InputMaybe<Array<ImageInput>>;
  slug?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<ProductStatus>;
  /** Which of the shop's tax rates it is sold at: "standard" (also where this is null), "reduced", "zero" ... Left out: as it is. */
  taxClass?: InputMaybe<Scalars['String']['input']>;
  title: Scalars['String']['input'];
  variants: Array<VariantInput>;
};

export type ProductPayload = {
  __typename?: 'ProductPayload';
  product?: Maybe<Product>;
  userErrors: Array<UserError>;
};

export type ProductStatus =
  | 'ACTIVE'
  | 'ARCHIVED'
  | 'DRAFT';

/** The thing that is bought: stock and price live here, not on the product. */
export type ProductVariant = {
  __typename?: 'ProductVariant';
  compareAtPrice?: Maybe<Money>;
  id: Scalars['ID']['output'];
  image?: Maybe<Image>;
  price: Money;
  product: Product;
  selectedOptions: Array<SelectedOption>;
  sku: Scalars['String']['output'];
  title: Scalars['String']['output'];
  /** Of one piece; null where nobody has said. */
  weightGrams?: Maybe<Scalars['Int']['output']>;
};

export type Query = {
  __typename?: 'Query';
  /** The roots of the tree. */
  categories: Array<Category>;
  category?: Maybe<Category>;
  product?: Maybe<Product>;
};


export type QueryCategoryArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


export type QueryProductArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};

export type SelectedOption = {
  __typename?: 'SelectedOption';
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type SelectedOptionInput = {
  name: Scalars['String']['input'];
  value: Scalars['String']['input'];
};

/**
 * A business answer of 'no'. Never thrown: it is data. Faults are top-level errors. Codes: VARIANT_NOT_FOUND, INVALID_QUANTITY (1 to 999),
 * CURRENCY_MISMATCH, CART_NOT_FOUND, CART_EMPTY, CART_BUSY, CART_CLOSED, INVALID_EMAIL, INVALID_ADDRESS, DELIVERY_OPTION_NOT_FOUND,
 * PAYMENT_METHOD_NOT_FOUND, PAYMENT_DECLINED, PRICE_CHANGED, INSUFFICIENT_STOCK, INVALID_IDEMPOTENCY_KEY, IDEMPOTENCY_KEY_REUSED,
 * ORDER_NOT_FOUND, NOT_CANCELLABLE, WAITING_ROOM_TOKEN_REQUIRED, WAITING_ROOM_TOKEN_INVALID, CUSTOMER_LIMIT_REACHED, and more as needed.
 */
export type UserError = {
  /** Stable, documented, SCREAMING_SNAKE: INSUFFICIENT_STOCK, CART_NOT_FOUND, PRICE_CHANGED, ... */
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  /** Where in the input, outermost first: ["lines", "0", "quantity"]. */
  path?: Maybe<Array<Scalars['String']['output']>>;
};

export type VariantInput = {
  compareAtPriceMinor?: InputMaybe<Scalars['MinorUnits']['input']>;
  currencyCode: Scalars['CurrencyCode']['input'];
  priceMinor: Scalars['MinorUnits']['input'];
  selectedOptions?: InputMaybe<Array<SelectedOptionInput>>;
  sku: Scalars['String']['input'];
  title?: InputMaybe<Scalars['String']['input']>;
  /** Of one piece, in grams, for delivery that is priced by weight. Left out: as it is; null: not known. */
  weightGrams?: InputMaybe<Scalars['Int']['input']>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Product: Product;
  ProductVariant: ProductVariant;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Product:
    ( { __typename: 'Product' }
    & GraphQLRecursivePick<FederationTypes['Product'], {"id":true}> );
  ProductVariant:
    ( { __typename: 'ProductVariant' }
    & GraphQLRecursivePick<FederationTypes['ProductVariant'], {"id":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  UserError:
    | ( Part<InputError> )
    | ( Part<InsufficientStock> )
    | ( Part<PaymentDeclined> )
    | ( Part<PriceChanged> )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Category: ResolverTypeWrapper<Part<Category>>;
  ID: ResolverTypeWrapper<Part<Scalars['ID']['output']>>;
  String: ResolverTypeWrapper<Part<Scalars['String']['output']>>;
  CurrencyCode: ResolverTypeWrapper<Part<Scalars['CurrencyCode']['output']>>;
  DateTime: ResolverTypeWrapper<Part<Scalars['DateTime']['output']>>;
  Image: ResolverTypeWrapper<Part<Image>>;
  ImageInput: ResolverTypeWrapper<Part<ImageInput>>;
  InputError: ResolverTypeWrapper<Part<InputError>>;
  InsufficientStock: ResolverTypeWrapper<Part<InsufficientStock>>;
  Int: ResolverTypeWrapper<Part<Scalars['Int']['output']>>;
  MinorUnits: ResolverTypeWrapper<Part<Scalars['MinorUnits']['output']>>;
  Money: ResolverTypeWrapper<Part<Money>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Option: ResolverTypeWrapper<Part<Option>>;
  PaymentDeclined: ResolverTypeWrapper<Part<PaymentDeclined>>;
  PriceChanged: ResolverTypeWrapper<Part<PriceChanged>>;
  PriceRange: ResolverTypeWrapper<Part<PriceRange>>;
  Product: ResolverTypeWrapper<Part<Product>>;
  ProductInput: ResolverTypeWrapper<Part<ProductInput>>;
  ProductPayload: ResolverTypeWrapper<Part<Omit<ProductPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  ProductStatus: ResolverTypeWrapper<Part<ProductStatus>>;
  ProductVariant: ResolverTypeWrapper<Part<ProductVariant>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SelectedOption: ResolverTypeWrapper<Part<SelectedOption>>;
  SelectedOptionInput: ResolverTypeWrapper<Part<SelectedOptionInput>>;
  URL: ResolverTypeWrapper<Part<Scalars['URL']['output']>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  VariantInput: ResolverTypeWrapper<Part<VariantInput>>;
  Boolean: ResolverTypeWrapper<Part<Scalars['Boolean']['output']>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Category: Part<Category>;
  ID: Part<Scalars['ID']['output']>;
  String: Part<Scalars['String']['output']>;
  CurrencyCode: Part<Scalars['CurrencyCode']['output']>;
  DateTime: Part<Scalars['DateTime']['output']>;
  Image: Part<Image>;
  ImageInput: Part<ImageInput>;
  InputError: Part<InputError>;
  InsufficientStock: Part<InsufficientStock>;
  Int: Part<Scalars['Int']['output']>;
  MinorUnits: Part<Scalars['MinorUnits']['output']>;
  Money: Part<Money>;
  Mutation: Record<PropertyKey, never>;
  Option: Part<Option>;
  PaymentDeclined: Part<PaymentDeclined>;
  PriceChanged: Part<PriceChanged>;
  PriceRange: Part<PriceRange>;
  Product: Part<Product | FederationReferenceTypes['Product']>;
  ProductInput: Part<ProductInput>;
  ProductPayload: Part<Omit<ProductPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  ProductVariant: Part<ProductVariant | FederationReferenceTypes['ProductVariant']>;
  Query: Record<PropertyKey, never>;
  SelectedOption: Part<SelectedOption>;
  SelectedOptionInput: Part<SelectedOptionInput>;
  URL: Part<Scalars['URL']['output']>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  VariantInput: Part<VariantInput>;
  Boolean: Part<Scalars['Boolean']['output']>;
};

export type CategoryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Category'] = ResolversParentTypes['Category']> = {
  children?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  parent?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type ImageResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Image'] = ResolversParentTypes['Image']> = {
  altText?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['URL'], ParentType, ContextType>;
};

export type InputErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['InputError'] = ResolversParentTypes['InputError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InsufficientStockResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['InsufficientStock'] = ResolversParentTypes['InsufficientStock']> = {
  available?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  variantId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  amountMinor?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  productArchive?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationProductArchiveArgs, 'externalId'>>;
  productSave?: Resolver<ResolversTypes['ProductPayload'], ParentType, ContextType, RequireFields<MutationProductSaveArgs, 'input'>>;
};

export type OptionResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Option'] = ResolversParentTypes['Option']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  values?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentDeclinedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PaymentDeclined'] = ResolversParentTypes['PaymentDeclined']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  declineCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceChangedResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PriceChanged'] = ResolversParentTypes['PriceChanged']> = {
  actualTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expectedTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceRangeResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['PriceRange'] = ResolversParentTypes['PriceRange']> = {
  max?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  min?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
};

export type ProductResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Product'] = ResolversParentTypes['Product'], FederationReferenceType extends FederationReferenceTypes['Product'] = FederationReferenceTypes['Product']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Product']> | FederationReferenceType, FederationReferenceType, ContextType>;
  brand?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  images?: Resolver<Array<ResolversTypes['Image']>, ParentType, ContextType>;
  options?: Resolver<Array<ResolversTypes['Option']>, ParentType, ContextType>;
  priceRange?: Resolver<ResolversTypes['PriceRange'], ParentType, ContextType>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  taxClass?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  variants?: Resolver<Array<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
};

export type ProductPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ProductPayload'] = ResolversParentTypes['ProductPayload']> = {
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ProductVariantResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ProductVariant'] = ResolversParentTypes['ProductVariant'], FederationReferenceType extends FederationReferenceTypes['ProductVariant'] = FederationReferenceTypes['ProductVariant']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ProductVariant']> | FederationReferenceType, FederationReferenceType, ContextType>;
  compareAtPrice?: Resolver<Maybe<ResolversTypes['Money']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['Image']>, ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  product?: Resolver<ResolversTypes['Product'], ParentType, ContextType>;
  selectedOptions?: Resolver<Array<ResolversTypes['SelectedOption']>, ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weightGrams?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  categories?: Resolver<Array<ResolversTypes['Category']>, ParentType, ContextType>;
  category?: Resolver<Maybe<ResolversTypes['Category']>, ParentType, ContextType, Partial<QueryCategoryArgs>>;
  product?: Resolver<Maybe<ResolversTypes['Product']>, ParentType, ContextType, Partial<QueryProductArgs>>;
};

export type SelectedOptionResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['SelectedOption'] = ResolversParentTypes['SelectedOption']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'InsufficientStock' | 'PaymentDeclined' | 'PriceChanged', ParentType, ContextType>;
};

export type Resolvers<ContextType = { identity: Identity }> = {
  Category?: CategoryResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Image?: ImageResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Option?: OptionResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  PriceRange?: PriceRangeResolvers<ContextType>;
  Product?: ProductResolvers<ContextType>;
  ProductPayload?: ProductPayloadResolvers<ContextType>;
  ProductVariant?: ProductVariantResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SelectedOption?: SelectedOptionResolvers<ContextType>;
  URL?: GraphQLScalarType;
  UserError?: UserErrorResolvers<ContextType>;
};
