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
  _FieldSet: { input: unknown; output: unknown; }
};

export type Cart = {
  __typename?: 'Cart';
  currencyCode: Scalars['CurrencyCode']['output'];
  id: Scalars['ID']['output'];
  lines: Array<CartLine>;
  subtotal: Money;
  totalQuantity: Scalars['Int']['output'];
  updatedAt: Scalars['DateTime']['output'];
  /** What the buyer should know and need not fix: PRICE_CHANGED, OUT_OF_STOCK, QUANTITY_REDUCED. */
  warnings: Array<CartWarning>;
};

export type CartCreateInput = {
  currencyCode?: InputMaybe<Scalars['CurrencyCode']['input']>;
  lines?: InputMaybe<Array<CartLineInput>>;
};

export type CartLine = {
  __typename?: 'CartLine';
  id: Scalars['ID']['output'];
  lineTotal: Money;
  quantity: Scalars['Int']['output'];
  unitPrice: Money;
  /** Null when the catalog cannot be asked, or no longer knows it. */
  variant?: Maybe<ProductVariant>;
};

export type CartLineInput = {
  quantity?: Scalars['Int']['input'];
  variantId: Scalars['ID']['input'];
};

export type CartLineUpdateInput = {
  lineId: Scalars['ID']['input'];
  quantity: Scalars['Int']['input'];
};

export type CartPayload = {
  __typename?: 'CartPayload';
  cart?: Maybe<Cart>;
  userErrors: Array<UserError>;
};

export type CartWarning = {
  __typename?: 'CartWarning';
  code: Scalars['String']['output'];
  lineId?: Maybe<Scalars['ID']['output']>;
  message: Scalars['String']['output'];
};

export type Customer = {
  __typename?: 'Customer';
  /** The open cart that was changed last. */
  cart?: Maybe<Cart>;
  id: Scalars['ID']['output'];
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
  cartCreate: CartPayload;
  cartLinesAdd: CartPayload;
  cartLinesRemove: CartPayload;
  cartLinesUpdate: CartPayload;
};


export type MutationCartCreateArgs = {
  input: CartCreateInput;
};


export type MutationCartLinesAddArgs = {
  cartId: Scalars['ID']['input'];
  lines: Array<CartLineInput>;
};


export type MutationCartLinesRemoveArgs = {
  cartId: Scalars['ID']['input'];
  lineIds: Array<Scalars['ID']['input']>;
};


export type MutationCartLinesUpdateArgs = {
  cartId: Scalars['ID']['input'];
  lines: Array<CartLineUpdateInput>;
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

export type ProductVariant = {
  __typename?: 'ProductVariant';
  id: Scalars['ID']['output'];
};

export type Query = {
  __typename?: 'Query';
  /** Whoever knows the id of a guest's cart may read it; a customer's cart is the customer's alone. */
  cart?: Maybe<Cart>;
};


export type QueryCartArgs = {
  id: Scalars['ID']['input'];
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
  Cart: Cart;
  Customer: Customer;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Cart:
    ( { __typename: 'Cart' }
    & GraphQLRecursivePick<FederationTypes['Cart'], {"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
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
  Cart: ResolverTypeWrapper<Part<Cart>>;
  ID: ResolverTypeWrapper<Part<Scalars['ID']['output']>>;
  Int: ResolverTypeWrapper<Part<Scalars['Int']['output']>>;
  CartCreateInput: ResolverTypeWrapper<Part<CartCreateInput>>;
  CartLine: ResolverTypeWrapper<Part<CartLine>>;
  CartLineInput: ResolverTypeWrapper<Part<CartLineInput>>;
  CartLineUpdateInput: ResolverTypeWrapper<Part<CartLineUpdateInput>>;
  CartPayload: ResolverTypeWrapper<Part<Omit<CartPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  CartWarning: ResolverTypeWrapper<Part<CartWarning>>;
  String: ResolverTypeWrapper<Part<Scalars['String']['output']>>;
  CurrencyCode: ResolverTypeWrapper<Part<Scalars['CurrencyCode']['output']>>;
  Customer: ResolverTypeWrapper<Part<Customer>>;
  DateTime: ResolverTypeWrapper<Part<Scalars['DateTime']['output']>>;
  InputError: ResolverTypeWrapper<Part<InputError>>;
  InsufficientStock: ResolverTypeWrapper<Part<InsufficientStock>>;
  MinorUnits: ResolverTypeWrapper<Part<Scalars['MinorUnits']['output']>>;
  Money: ResolverTypeWrapper<Part<Money>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PaymentDeclined: ResolverTypeWrapper<Part<PaymentDeclined>>;
  PriceChanged: ResolverTypeWrapper<Part<PriceChanged>>;
  ProductVariant: ResolverTypeWrapper<Part<ProductVariant>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  Boolean: ResolverTypeWrapper<Part<Scalars['Boolean']['output']>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Cart: Part<Cart | FederationReferenceTypes['Cart']>;
  ID: Part<Scalars['ID']['output']>;
  Int: Part<Scalars['Int']['output']>;
  CartCreateInput: Part<CartCreateInput>;
  CartLine: Part<CartLine>;
  CartLineInput: Part<CartLineInput>;
  CartLineUpdateInput: Part<CartLineUpdateInput>;
  CartPayload: Part<Omit<CartPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  CartWarning: Part<CartWarning>;
  String: Part<Scalars['String']['output']>;
  CurrencyCode: Part<Scalars['CurrencyCode']['output']>;
  Customer: Part<Customer | FederationReferenceTypes['Customer']>;
  DateTime: Part<Scalars['DateTime']['output']>;
  InputError: Part<InputError>;
  InsufficientStock: Part<InsufficientStock>;
  MinorUnits: Part<Scalars['MinorUnits']['output']>;
  Money: Part<Money>;
  Mutation: Record<PropertyKey, never>;
  PaymentDeclined: Part<PaymentDeclined>;
  PriceChanged: Part<PriceChanged>;
  ProductVariant: Part<ProductVariant>;
  Query: Record<PropertyKey, never>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  Boolean: Part<Scalars['Boolean']['output']>;
};

export type CartResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Cart'] = ResolversParentTypes['Cart'], FederationReferenceType extends FederationReferenceTypes['Cart'] = FederationReferenceTypes['Cart']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Cart']> | FederationReferenceType, FederationReferenceType, ContextType>;
  currencyCode?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['CartLine']>, ParentType, ContextType>;
  subtotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  totalQuantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['CartWarning']>, ParentType, ContextType>;
};

export type CartLineResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CartLine'] = ResolversParentTypes['CartLine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lineTotal?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unitPrice?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  variant?: Resolver<Maybe<ResolversTypes['ProductVariant']>, ParentType, ContextType>;
};

export type CartPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CartPayload'] = ResolversParentTypes['CartPayload']> = {
  cart?: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CartWarningResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['CartWarning'] = ResolversParentTypes['CartWarning']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lineId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CustomerResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cart?: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

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
  cartCreate?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartCreateArgs, 'input'>>;
  cartLinesAdd?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartLinesAddArgs, 'cartId' | 'lines'>>;
  cartLinesRemove?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartLinesRemoveArgs, 'cartId' | 'lineIds'>>;
  cartLinesUpdate?: Resolver<ResolversTypes['CartPayload'], ParentType, ContextType, RequireFields<MutationCartLinesUpdateArgs, 'cartId' | 'lines'>>;
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

export type ProductVariantResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ProductVariant'] = ResolversParentTypes['ProductVariant']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cart?: Resolver<Maybe<ResolversTypes['Cart']>, ParentType, ContextType, RequireFields<QueryCartArgs, 'id'>>;
};

export type UserErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'InsufficientStock' | 'PaymentDeclined' | 'PriceChanged', ParentType, ContextType>;
};

export type Resolvers<ContextType = { identity: Identity }> = {
  Cart?: CartResolvers<ContextType>;
  CartLine?: CartLineResolvers<ContextType>;
  CartPayload?: CartPayloadResolvers<ContextType>;
  CartWarning?: CartWarningResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  InputError?: InputErrorResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  ProductVariant?: ProductVariantResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};
