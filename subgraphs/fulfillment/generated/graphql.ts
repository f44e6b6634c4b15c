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

export type FulfillmentHold = {
  __typename?: 'FulfillmentHold';
  reason: Scalars['String']['output'];
  since: Scalars['DateTime']['output'];
};

export type FulfillmentPayload = {
  __typename?: 'FulfillmentPayload';
  order?: Maybe<Order>;
  userErrors: Array<UserError>;
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
  /** Until it is released nothing of the order is picked, packed or shipped. */
  fulfillmentHold: FulfillmentPayload;
  fulfillmentRelease: FulfillmentPayload;
  /** Before it has left; its units can be shipped otherwise. */
  shipmentCancel: ShipmentPayload;
  shipmentCreate: ShipmentPayload;
  shipmentDeliver: ShipmentPayload;
  shipmentPack: ShipmentPayload;
  shipmentPick: ShipmentPayload;
  /** The parcel leaves. Refused for an order that was cancelled; an order of which one has left can no longer be. */
  shipmentShip: ShipmentPayload;
};


export type MutationFulfillmentHoldArgs = {
  orderId: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};


export type MutationFulfillmentReleaseArgs = {
  orderId: Scalars['ID']['input'];
};


export type MutationShipmentCancelArgs = {
  shipmentId: Scalars['ID']['input'];
};


export type MutationShipmentCreateArgs = {
  input: ShipmentInput;
};


export type MutationShipmentDeliverArgs = {
  shipmentId: Scalars['ID']['input'];
};


export type MutationShipmentPackArgs = {
  shipmentId: Scalars['ID']['input'];
};


export type MutationShipmentPickArgs = {
  shipmentId: Scalars['ID']['input'];
};


export type MutationShipmentShipArgs = {
  input: ShipInput;
};

export type Order = {
  __typename?: 'Order';
  /** Not in the API: a signed grant to read this order, from whoever checked it. */
  access: Scalars['String']['output'];
  /** Why nothing of it is shipped for now; null when it is not on hold. */
  fulfillmentHold?: Maybe<FulfillmentHold>;
  id: Scalars['ID']['output'];
  /** Null when fulfillment cannot be asked. */
  shipments?: Maybe<Array<Shipment>>;
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

export type Query = {
  __typename?: 'Query';
  shipment?: Maybe<Shipment>;
};


export type QueryShipmentArgs = {
  id: Scalars['ID']['input'];
};

export type ShipInput = {
  carrier: Scalars['String']['input'];
  shipmentId: Scalars['ID']['input'];
  trackingNumber: Scalars['String']['input'];
  trackingUrl?: InputMaybe<Scalars['URL']['input']>;
};

export type Shipment = {
  __typename?: 'Shipment';
  carrier?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  lines: Array<ShipmentLine>;
  order: Order;
  shippedAt?: Maybe<Scalars['DateTime']['output']>;
  status: ShipmentStatus;
  trackingNumber?: Maybe<Scalars['String']['output']>;
  trackingUrl?: Maybe<Scalars['URL']['output']>;
};

export type ShipmentInput = {
  idempotencyKey: Scalars['String']['input'];
  /** Left out: every line not shipped yet. */
  lines?: InputMaybe<Array<ShipmentLineInput>>;
  orderId: Scalars['ID']['input'];
};

export type ShipmentLine = {
  __typename?: 'ShipmentLine';
  quantity: Scalars['Int']['output'];
  sku: Scalars['String']['output'];
  title: Scalars['String']['output'];
};

export type ShipmentLineInput = {
  orderLineId: Scalars['ID']['input'];
  quantity: Scalars['Int']['input'];
};

export type ShipmentPayload = {
  __typename?: 'ShipmentPayload';
  order?: Maybe<Order>;
  shipment?: Maybe<Shipment>;
  userErrors: Array<UserError>;
};

export type ShipmentStatus =
  | 'CANCELLED'
  | 'DELIVERED'
  | 'PACKED'
  | 'PENDING'
  | 'PICKED'
  | 'SHIPPED';

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
  Order: Order;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Order:
    ( { __typename: 'Order' }
    & GraphQLRecursivePick<FederationTypes['Order'], {"id":true,"access":true}> );
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
  CurrencyCode: ResolverTypeWrapper<Part<Scalars['CurrencyCode']['output']>>;
  DateTime: ResolverTypeWrapper<Part<Scalars['DateTime']['output']>>;
  FulfillmentHold: ResolverTypeWrapper<Part<FulfillmentHold>>;
  String: ResolverTypeWrapper<Part<Scalars['String']['output']>>;
  FulfillmentPayload: ResolverTypeWrapper<Part<Omit<FulfillmentPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  InputError: ResolverTypeWrapper<Part<InputError>>;
  InsufficientStock: ResolverTypeWrapper<Part<InsufficientStock>>;
  Int: ResolverTypeWrapper<Part<Scalars['Int']['output']>>;
  ID: ResolverTypeWrapper<Part<Scalars['ID']['output']>>;
  MinorUnits: ResolverTypeWrapper<Part<Scalars['MinorUnits']['output']>>;
  Money: ResolverTypeWrapper<Part<Money>>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Order: ResolverTypeWrapper<Part<Order>>;
  PaymentDeclined: ResolverTypeWrapper<Part<PaymentDeclined>>;
  PriceChanged: ResolverTypeWrapper<Part<PriceChanged>>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ShipInput: ResolverTypeWrapper<Part<ShipInput>>;
  Shipment: ResolverTypeWrapper<Part<Shipment>>;
  ShipmentInput: ResolverTypeWrapper<Part<ShipmentInput>>;
  ShipmentLine: ResolverTypeWrapper<Part<ShipmentLine>>;
  ShipmentLineInput: ResolverTypeWrapper<Part<ShipmentLineInput>>;
  ShipmentPayload: ResolverTypeWrapper<Part<Omit<ShipmentPayload, 'userErrors'> & { userErrors: Array<ResolversTypes['UserError']> }>>;
  ShipmentStatus: ResolverTypeWrapper<Part<ShipmentStatus>>;
  URL: ResolverTypeWrapper<Part<Scalars['URL']['output']>>;
  UserError: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['UserError']>;
  Boolean: ResolverTypeWrapper<Part<Scalars['Boolean']['output']>>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CurrencyCode: Part<Scalars['CurrencyCode']['output']>;
  DateTime: Part<Scalars['DateTime']['output']>;
  FulfillmentHold: Part<FulfillmentHold>;
  String: Part<Scalars['String']['output']>;
  FulfillmentPayload: Part<Omit<FulfillmentPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  InputError: Part<InputError>;
  InsufficientStock: Part<InsufficientStock>;
  Int: Part<Scalars['Int']['output']>;
  ID: Part<Scalars['ID']['output']>;
  MinorUnits: Part<Scalars['MinorUnits']['output']>;
  Money: Part<Money>;
  Mutation: Record<PropertyKey, never>;
  Order: Part<Order | FederationReferenceTypes['Order']>;
  PaymentDeclined: Part<PaymentDeclined>;
  PriceChanged: Part<PriceChanged>;
  Query: Record<PropertyKey, never>;
  ShipInput: Part<ShipInput>;
  Shipment: Part<Shipment>;
  ShipmentInput: Part<ShipmentInput>;
  ShipmentLine: Part<ShipmentLine>;
  ShipmentLineInput: Part<ShipmentLineInput>;
  ShipmentPayload: Part<Omit<ShipmentPayload, 'userErrors'> & { userErrors: Array<ResolversParentTypes['UserError']> }>;
  URL: Part<Scalars['URL']['output']>;
  UserError: ResolversInterfaceTypes<ResolversParentTypes>['UserError'];
  Boolean: Part<Scalars['Boolean']['output']>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type FulfillmentHoldResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['FulfillmentHold'] = ResolversParentTypes['FulfillmentHold']> = {
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type FulfillmentPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['FulfillmentPayload'] = ResolversParentTypes['FulfillmentPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
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
  fulfillmentHold?: Resolver<ResolversTypes['FulfillmentPayload'], ParentType, ContextType, RequireFields<MutationFulfillmentHoldArgs, 'orderId' | 'reason'>>;
  fulfillmentRelease?: Resolver<ResolversTypes['FulfillmentPayload'], ParentType, ContextType, RequireFields<MutationFulfillmentReleaseArgs, 'orderId'>>;
  shipmentCancel?: Resolver<ResolversTypes['ShipmentPayload'], ParentType, ContextType, RequireFields<MutationShipmentCancelArgs, 'shipmentId'>>;
  shipmentCreate?: Resolver<ResolversTypes['ShipmentPayload'], ParentType, ContextType, RequireFields<MutationShipmentCreateArgs, 'input'>>;
  shipmentDeliver?: Resolver<ResolversTypes['ShipmentPayload'], ParentType, ContextType, RequireFields<MutationShipmentDeliverArgs, 'shipmentId'>>;
  shipmentPack?: Resolver<ResolversTypes['ShipmentPayload'], ParentType, ContextType, RequireFields<MutationShipmentPackArgs, 'shipmentId'>>;
  shipmentPick?: Resolver<ResolversTypes['ShipmentPayload'], ParentType, ContextType, RequireFields<MutationShipmentPickArgs, 'shipmentId'>>;
  shipmentShip?: Resolver<ResolversTypes['ShipmentPayload'], ParentType, ContextType, RequireFields<MutationShipmentShipArgs, 'input'>>;
};

export type OrderResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Order'] = ResolversParentTypes['Order'], FederationReferenceType extends FederationReferenceTypes['Order'] = FederationReferenceTypes['Order']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Order']> | FederationReferenceType, FederationReferenceType, ContextType>;
  access?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  fulfillmentHold?: Resolver<Maybe<ResolversTypes['FulfillmentHold']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  shipments?: Resolver<Maybe<Array<ResolversTypes['Shipment']>>, ParentType, ContextType>;
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

export type QueryResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType, RequireFields<QueryShipmentArgs, 'id'>>;
};

export type ShipmentResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['Shipment'] = ResolversParentTypes['Shipment']> = {
  carrier?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lines?: Resolver<Array<ResolversTypes['ShipmentLine']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Order'], ParentType, ContextType>;
  shippedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ShipmentStatus'], ParentType, ContextType>;
  trackingNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  trackingUrl?: Resolver<Maybe<ResolversTypes['URL']>, ParentType, ContextType>;
};

export type ShipmentLineResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ShipmentLine'] = ResolversParentTypes['ShipmentLine']> = {
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sku?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ShipmentPayloadResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['ShipmentPayload'] = ResolversParentTypes['ShipmentPayload']> = {
  order?: Resolver<Maybe<ResolversTypes['Order']>, ParentType, ContextType>;
  shipment?: Resolver<Maybe<ResolversTypes['Shipment']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface UrlScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['URL'], any> {
  name: 'URL';
}

export type UserErrorResolvers<ContextType = { identity: Identity }, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  __resolveType: TypeResolveFn<'InputError' | 'InsufficientStock' | 'PaymentDeclined' | 'PriceChanged', ParentType, ContextType>;
};

export type Resolvers<ContextType = { identity: Identity }> = {
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  FulfillmentHold?: FulfillmentHoldResolvers<ContextType>;
  FulfillmentPayload?: FulfillmentPayloadResolvers<ContextType>;
  InputError?: InputErrorResolvers<ContextType>;
  InsufficientStock?: InsufficientStockResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Order?: OrderResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Shipment?: ShipmentResolvers<ContextType>;
  ShipmentLine?: ShipmentLineResolvers<ContextType>;
  ShipmentPayload?: ShipmentPayloadResolvers<ContextType>;
  URL?: GraphQLScalarType;
  UserError?: UserErrorResolvers<ContextType>;
};
